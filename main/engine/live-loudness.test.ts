import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, type Caller, startBench, until } from './testing/bench-driver'

/** Stereo, so that nothing is mixed on the way. */
const echo = `
import { AsyncQueue, AsyncStreamHandler, waitForItem } from 'soundcheck'
export default class Echo extends AsyncStreamHandler {
  static expectedLayout = 'stereo'
  heard = new AsyncQueue()
  constructor() { super({ expectedLayout: 'stereo', inputSampleRate: 48000, outputSampleRate: 48000 }) }
  async receive(frame) { await this.heard.put(frame) }
  async emit() { return waitForItem(this.heard) }
  copy() { return new Echo() }
}
`
const LONG = 60_000
/** Opus makes a wave that repeats with each of its 20 ms softer by 0.11 dB (1,000 Hz, measured), others by less than 0.05 dB. */
const TONE_HZ = 997

describe('the live loudness of a session', () => {
  let bench: Bench
  let caller: Caller
  const toClear: NodeJS.Timeout[] = []

  beforeEach(async () => {
    bench = await startBench({ 'parrot.ts': echo })
    await bench.whenReady('parrot.ts')
    caller = await bench.call('parrot.ts')
  })
  afterEach(async () => {
    for (const timer of toClear.splice(0)) clearInterval(timer)
    await caller.hangUp()
    await bench.stop()
  })

  const ask = () =>
    bench.engine.request('session.watchLoudness', { sessionId: caller.sessionId, restart: false })
  const reports = () => bench.told('session.loudness')

  // Source: EBU Tech 3341, table 1, case 1.
  it('is -23 LUFS on both sides for an echoed tone of -23 dBFS, as its journal says', {
    timeout: LONG,
  }, async () => {
    caller.sing(TONE_HZ, 10 ** (-23 / 20))
    await until(() => caller.client.received.audio.length > 50, 'the echo')
    const asking = setInterval(() => void ask().catch(() => undefined), 1000)
    toClear.push(asking)
    await ask()
    await until(() => (reports().at(-1)?.out?.seconds ?? 0) >= 6, 'six seconds', 40_000)
    const last = reports().at(-1)
    // Of a decoder that began in the middle of the tone nothing is measured: the true peak would tell.
    for (const figure of ['momentary', 'shortTerm', 'integrated', 'truePeak'] as const)
      expect(Math.abs((last?.in?.[figure] ?? 0) - -23), figure).toBeLessThan(
        figure === 'truePeak' ? 0.5 : 0.1,
      )
    // An echo on a busy machine has holes, which are on the wire and measured: its best moments have none.
    for (const figure of ['mostMomentary', 'mostShortTerm'] as const)
      expect(Math.abs((last?.out?.[figure] ?? 0) - -23), figure).toBeLessThan(0.1)
    await bench.engine.request('session.close', { sessionId: caller.sessionId })
    const measured = await bench.engine.request('export.measure', {
      ...{ exportId: 'm', sessionId: caller.sessionId, fromMs: null, toMs: null },
    })
    expect(measured).toHaveLength(2)
    // The journal has a little more of the call at both ends, so that only what was loudest is the same sound.
    for (const { side, ...whole } of measured)
      for (const figure of ['mostMomentary', 'mostShortTerm'] as const)
        expect(last?.[side]?.[figure], `${side} ${figure}`).toBeCloseTo(whole[figure] ?? 0, 1)
  })

  it('ends with the session', { timeout: LONG }, async () => {
    caller.sing(TONE_HZ, 0.1)
    await ask()
    await until(() => reports().length > 3, 'reports')
    await bench.engine.request('session.close', { sessionId: caller.sessionId })
    const count = reports().length
    await expect(ask()).rejects.toMatchObject({ code: 'closed' })
    expect(reports()).toHaveLength(count)
  })
})
