import type { Finding } from '../../../contract/findings'
import type { TurnTaking } from '../../../contract/turns'

export interface PuppetOptions {
  readonly turns?: TurnTaking | null
  /** Likely mistakes that its host finds when it is loaded. */
  readonly findings?: readonly Finding[]
  /** The `stream` export. */
  readonly stream?: { readonly [field: string]: string }
  /** Further members of the class. */
  readonly members?: string
}

export const takesTurns: TurnTaking = { typedText: true, pushToTalk: null, stopWords: [] }

/**
 * The source of a handler by which a test plays the host's part, in a real thread: each JSON message of the client is posted
 * to the engine as a report (`audio` with `ms` of a 1 kHz tone for its samples, `video` with one `level` of grey), and each `played` and `trigger` of the
 * engine comes back to the client.
 */
export function puppetHandler({ turns = null, findings = [], stream = {}, members = '' }: PuppetOptions) {
  return `import { parentPort } from 'node:worker_threads'
import { AsyncAudioVideoStreamHandler } from 'soundcheck'
if (!parentPort) throw new Error('not in a thread')
const port = parentPort
// Not the port's own: one host may load several of these files, and each would go through those before it.
const post = MessagePort.prototype.postMessage.bind(port)
const known = { turns: ${JSON.stringify(turns)}, findings: ${JSON.stringify(findings)} }
port.postMessage = (report, transfer) => {
  if (report.type !== 'loaded') return post(report, transfer)
  post({ ...report, findings: known.findings, manifest: { ...report.manifest, turns: known.turns } })
}
const tone = (ms: number) => Int16Array.from({ length: ms * 48 }, (_, n) => 8000 * Math.sin((2 * Math.PI * n) / 48))
const picture = (level: number) => ({ width: 64, height: 48, format: 'gray8', data: new Uint8Array(64 * 48).fill(level) })

export const stream = ${JSON.stringify({ modality: 'audio', ...stream })}

export default class Puppet extends AsyncAudioVideoStreamHandler {
  async startUp() {
    port.on('message', (command) => {
      if (command.type === 'played' || command.type === 'trigger') void this.sendMessage(JSON.stringify(command))
    })
  }
  async receive() {}
  async emit() { return null }
  async videoReceive() {}
  async videoEmit() { return null }
  async onMessage(message) {
    const { type, ms, level, turn = 0 } = message
    if (type === 'audio') post({ type, samples: tone(ms), sampleRate: 48000, channels: 1, turn, cause: null })
    else if (type === 'video') post({ type, ...picture(level), cause: null })
    else post(message)
  }
  ${members}
}
`
}
