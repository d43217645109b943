import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, openCall } from '../serve/call'
import type { BenchServer } from './bench-server'
import { type Claim, quantileOf } from './claim'
import { encodeSound, tone } from './sounds'

const SECONDS = 8
const WITHIN_MS = 3

/** Works for 4, 8 or 12 ms in each call, and says how long that took by its own clock. */
export const timedSource = `import { type AudioFrame, type EmitType, StreamHandler } from 'soundcheck'

export default class Timed extends StreamHandler {
  readonly #times: number[] = []
  receive(_frame: AudioFrame): void {
    const began = performance.now()
    const wanted = 4 + 4 * (this.#times.length % 3)
    while (performance.now() - began < wanted);
    this.#times.push(performance.now() - began)
  }
  emit(): EmitType {
    return null
  }
  override onMessage(message: unknown): void {
    if (message === 'report') void this.sendMessage(JSON.stringify(this.#times))
  }
  copy(): Timed {
    return new Timed()
  }
}
`

/** How long each of its calls took by the handler's own clock, ms; it tells when it is asked. */
export async function reportedTimes(call: Call): Promise<readonly number[]> {
  call.say('report')
  await sleep(1000)
  const told = call.client.messages.map(String).find((text) => text.startsWith('['))
  return JSON.parse(told ?? '[]') as number[]
}

/** What the handler's own clock says of its calls. */
export async function callTruth(server: BenchServer): Promise<readonly Claim[]> {
  const id = `truth-call-${process.pid}`
  const call = await openCall(`${server.url}/timed`, id, { audio: encodeSound(tone(997, 0.1, 2)), video: [] })
  await call.client.opened
  const { id: sessionId } = await server.sessionOf(id)
  await sleep(SECONDS * 1000)
  const times = await reportedTimes(call)
  const { methods } = await server.panel('journal.budget', { sessionId })
  await call.hangUp()
  const ms = methods.find(({ method, version }) => method === 'receive' && version === null)?.ms
  const claim = (name: 'p50' | 'p95', share: number): Claim => ({
    ...{ what: `Timing: receive, ${name}`, unit: 'ms', within: WITHIN_MS },
    truth: quantileOf(times, share),
    panel: ms?.[name] ?? Number.NaN,
  })
  return [claim('p50', 0.5), claim('p95', 0.95)]
}
