/** What the server of the bench serves, by file name. */
import { AUDIO_HANDLER, handlerSources, VIDEO_HANDLER } from '../handlers'

export const STALL_MESSAGE = 'stall'
export const STALL_MS = 300
const SLOW_MS = 50

const imports = `import { AsyncQueue, AsyncStreamHandler, type AudioFrame, type EmitType, waitForItem } from 'soundcheck'

const block = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
`

const echo = (name: string, onReceive: string, more = '') => `${imports}
export default class ${name} extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()${more}
  async receive(frame: AudioFrame): Promise<void> {
    ${onReceive}
    await this.heard.put(frame)
  }
  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }
}
`

const stall = `
  onMessage(message: unknown): void {
    if (message === '${STALL_MESSAGE}') block(${STALL_MS})
  }`

export const servedHandlers = {
  audio: 'audio',
  av: 'video',
  slow: 'slow',
  hung: 'hung',
  stalling: 'stalling',
} as const

export const servedSources: { readonly [file: string]: string } = {
  [AUDIO_HANDLER]: handlerSources[AUDIO_HANDLER] ?? '',
  [VIDEO_HANDLER]: handlerSources[VIDEO_HANDLER] ?? '',
  'slow.ts': echo('Slow', `block(${SLOW_MS})`),
  'hung.ts': echo('Hung', 'while (frame) continue'),
  'stalling.ts': echo('Stalling', '', stall),
}
