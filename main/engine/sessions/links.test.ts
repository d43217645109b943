import { afterEach, describe, expect, it } from 'vitest'
import type { SessionLinks } from '../../../contract/session-links'
import type { Caller } from '../testing/bench-driver'
import { type SessionBench, startSessionBench } from './testing/session-bench'

const handler = (body: string): string => `
import { AsyncStreamHandler } from 'soundcheck'
export default class Mine extends AsyncStreamHandler {
  waiting = []
  ${body}
}`
const echo = handler(`
  async receive(frame) { this.waiting.push(frame) }
  async emit() { return this.waiting.shift() ?? null }`)
const neverEmits = handler('async receive() {} async emit() { return null }')
const silent = handler(`
  async receive(frame) { this.waiting.push(frame) }
  async emit() {
    const frame = this.waiting.shift()
    return frame ? [frame[0], new Int16Array(frame[1].length)] : null
  }`)
const throwing = handler(`
  seen = 0
  async receive() { this.seen += 1; if (this.seen % 40 === 0) throw new Error('no') }
  async emit() { return null }`)

/** Threads of threads are started one after the other, on a machine that may be busy. */
const LONG = 60_000

describe('the links of a session', () => {
  let bench: SessionBench
  const callers: Caller[] = []

  async function call(source: string, threads = false) {
    bench = await startSessionBench(threads ? { door: 'webrtc', threads: { meterOf: busy } } : {})
    const caller = await bench.call(await bench.version(1, source))
    callers.push(caller)
    caller.sing(440)
    const session = bench.sessions.get(caller.sessionId)
    /** Reads until the condition holds; the test's own limit ends a wait in vain. */
    async function linksWhen(holds: (links: SessionLinks) => boolean): Promise<SessionLinks> {
      for (;;) {
        const links = await session.links()
        if (holds(links)) return links
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    return { caller, linksWhen }
  }

  const busy = () => ({ load: () => 0.9, close: () => undefined })

  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
    await bench.stop()
  })

  it('of an echo are all passed, and the sound keeps its level', async () => {
    const { linksWhen } = await call(echo)
    const { audio, host, begunAt } = await linksWhen(
      ({ audio }) => audio.sent.count > 50 && audio.levelOut !== null && audio.receive.ended > 0,
    )
    expect([host, begunAt !== null]).toEqual(['running', true])
    for (const link of [audio.arrived, audio.decoded, audio.handed, audio.emitted, audio.sent])
      expect(link.count).toBeGreaterThan(50)
    expect(audio.arrived.lastAt).toBeGreaterThan(0)
    expect(Math.abs((audio.levelOut ?? 0) - (audio.levelIn ?? 0))).toBeLessThan(1)
    expect([audio.undecodable, audio.receive.threw, audio.stale]).toEqual([0, 0, 0])
  })

  it('end at the answer of a handler that never emits', async () => {
    const { linksWhen } = await call(neverEmits)
    const { audio } = await linksWhen(
      ({ audio }) => audio.handed.count > 50 && audio.emit.ended > 0 && audio.receive.ended > 0,
    )
    expect([audio.emitted.count, audio.emitted.lastAt, audio.levelOut]).toEqual([0, null, null])
    expect(audio.sent).toEqual({ count: 0, lastAt: null })
  })

  it('tell of a handler that answers with silence by the level', async () => {
    const { linksWhen } = await call(silent)
    const { audio } = await linksWhen(({ audio }) => audio.levelOut !== null && audio.emitted.count > 50)
    expect(audio.levelOut).toBe(-100)
    expect(audio.levelIn).toBeGreaterThan(-20)
    expect(audio.sent.count).toBeGreaterThan(0)
  })

  it('count the calls that threw', async () => {
    const { linksWhen } = await call(throwing)
    const { audio } = await linksWhen(({ audio }) => audio.receive.threw > 0)
    expect(audio.receive.ended).toBeGreaterThanOrEqual(audio.receive.threw)
  })

  it('do not grow while no sound comes', async () => {
    const { caller, linksWhen } = await call(echo)
    await linksWhen(({ audio }) => audio.arrived.count > 20)
    caller.hush()
    const still = await linksWhen(({ at, audio }) => at - (audio.arrived.lastAt ?? at) > 300)
    const later = await linksWhen(({ at }) => at > still.at + 100)
    expect(later.audio.arrived).toEqual(still.audio.arrived)
  })

  it(
    'are told of a session in another thread, too',
    async () => {
      const { linksWhen } = await call(echo, true)
      const { audio } = await linksWhen(({ audio }) => audio.sent.count > 20)
      expect(audio.handed.count).toBeGreaterThan(20)
      expect(bench.others?.threads.loads()).toMatchObject([{ sessions: 1 }])
    },
    LONG,
  )
})
