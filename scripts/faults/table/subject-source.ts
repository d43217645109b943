import type { HandlerMethod } from '../../../contract/host'
import type { Isolation } from '../../../contract/manifest'

/** Code at the places of a handler where a fault can be. */
export interface FaultCode {
  /** Before the class: as the file is loaded. */
  readonly top?: string
  /** At the beginning of these methods; those that run all the time only once the handler was told to `go`. */
  readonly methods?: { readonly [method in HandlerMethod]?: string }
  /** When it is told to `go`. */
  readonly go?: string
  /** More members of the class. */
  readonly members?: string
}

export interface SubjectOptions extends FaultCode {
  readonly isolation: Isolation
  readonly version: number
  readonly video?: boolean
  /** The fault comes by itself, without `go`. */
  readonly armed?: boolean
  /** A file: `isFirst()` in the code is true once while it is there. */
  readonly marker: string
}

/** What runs all the time is armed by a message, so that the call is live before the fault comes. */
const armed = (code: string | undefined) => (code ? `if (this.armed) { ${code} }` : '')

const pictures = ({ videoReceive, videoEmit }: { videoReceive?: string; videoEmit?: string }) => `
  private readonly seen = new AsyncQueue<VideoFrame>()
  async videoReceive(frame: VideoFrame): Promise<void> {
    ${armed(videoReceive)}
    await this.seen.put(frame)
  }
  async videoEmit(): Promise<any> {
    ${armed(videoEmit)}
    return await waitForItem(this.seen)
  }`

const life = (methods: NonNullable<FaultCode['methods']>) =>
  (['copy', 'startUp', 'shutdown', 'exportState', 'importState'] as const)
    .filter((method) => methods[method] !== undefined)
    .map((method) => {
      const parameter = method === 'importState' ? '_state: unknown' : ''
      const result =
        method === 'copy' ? 'return new Subject() as any' : method === 'exportState' ? 'return {}' : ''
      return `${method === 'copy' ? '' : 'async '}${method}(${parameter}): ${method === 'copy' ? 'any' : 'Promise<any>'} { ${methods[method]}; ${result} }`
    })
    .join('\n  ')

/** An echo that answers pings with who it is, and does what `code` says at its places. */
export function subjectSource(options: SubjectOptions): string {
  const {
    isolation,
    version,
    marker,
    video = false,
    armed: isArmed = false,
    top = '',
    go = '',
    members = '',
    methods = {},
  } = options
  const base = video ? 'AsyncAudioVideoStreamHandler' : 'AsyncStreamHandler'
  return `import { AdditionalOutputs, AsyncQueue, ${base}, type AudioFrame, VideoFrame, waitForItem } from 'soundcheck'
import { rmSync } from 'node:fs'
export const isolation = '${isolation}'
function isFirst(): boolean {
  try {
    rmSync(${JSON.stringify(marker)})
    return true
  } catch {
    return false
  }
}
${top}
export default class Subject extends ${base} {
  private readonly heard = new AsyncQueue<AudioFrame>()
  private readonly born = Math.random().toString(36).slice(2)
  private armed = ${isArmed}
  ${members}
  ${life(methods)}
  ${methods.reset ? `override reset(): void { super.reset(); ${methods.reset} }` : ''}
  async receive(frame: AudioFrame): Promise<void> {
    ${armed(methods.receive)}
    await this.heard.put(frame)
  }
  async emit(): Promise<any> {
    ${armed(methods.emit)}
    return await waitForItem(this.heard)
  }
  ${video ? pictures(methods) : ''}
  async onMessage(message: any): Promise<void> {
    if (message.type === 'ping')
      await this.sendMessage(JSON.stringify({ type: 'pong', n: message.n, born: this.born, version: ${version}, pid: process.pid }))
    if (message.type !== 'go') return
    this.armed = true
    ${methods.onMessage ?? ''}
    ${go}
  }
}
// They are there for the faults.
void AdditionalOutputs
void isFirst
void VideoFrame
`
}
