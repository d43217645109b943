import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TurnEventName } from '../../contract/turns'
import { makeClip } from '../../handlers/kit/testing/spoken-clip'
import { createOpusEncoder } from './codecs/opus-encoder'
import { type Bench, type Caller, startBench, until } from './testing/bench-driver'

/** Answers each utterance with ten seconds of a tone at once: all of it waits in the engine. */
const longAnswer = `
import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'
export default new ReplyOnPause(function* ([rate, samples]) {
  yield new AdditionalOutputs(samples.length / rate)
  const tone = Int16Array.from({ length: 240_000 }, (_, n) => 8000 * Math.sin((2 * Math.PI * 1000 * n) / 24_000))
  yield [24_000, tone]
})
`

/** Speaks in real time, 20 ms a packet; resolves when all was said. */
function speak({ client }: Caller, samples: Int16Array, from: number): Promise<number> {
  const encoder = createOpusEncoder({ channels: 2 })
  const begun = performance.now()
  let block = 0
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      for (; block * 20 <= performance.now() - begun; block++) {
        const mono = samples.subarray(block * 960, (block + 1) * 960)
        if (mono.length < 960) {
          clearInterval(timer)
          encoder.close()
          resolve(from + block)
          return
        }
        const stereo = Int16Array.from({ length: 1920 }, (_, n) => mono[n >> 1] ?? 0)
        client.send('audio', encoder.encode(stereo), (from + block) * 960)
      }
    }, 5)
  })
}

describe('a conversation over a real connection', () => {
  let bench: Bench
  const callers: Caller[] = []

  beforeAll(async () => {
    bench = await startBench({ 'long.ts': longAnswer })
    await bench.whenReady('long.ts')
  })
  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
  })
  afterAll(() => bench.stop())

  const events = (sessionId: string) =>
    bench.told('session.turn').flatMap((told) => (told.sessionId === sessionId ? [told.event] : []))
  const names = (sessionId: string): TurnEventName[] => events(sessionId).map(({ name }) => name)

  it('answers what was said, is silent within 60 ms of a barge-in, and answers that', async () => {
    const caller = await bench.call('long.ts')
    callers.push(caller)
    const { sessionId, client } = caller
    const arrivals: number[] = []
    const moments = new Map<TurnEventName, number[]>()
    const watch = setInterval(() => {
      const now = performance.now()
      while (arrivals.length < client.received.audio.length) arrivals.push(now)
      for (const name of new Set(names(sessionId))) {
        const seen = moments.get(name) ?? []
        if (names(sessionId).filter((one) => one === name).length > seen.length)
          moments.set(name, [...seen, now])
      }
    }, 1)
    const question = makeClip([0.5, 'What is the weather like today?', 1])
    const sent = await speak(caller, question.samples, 0)
    await until(() => caller.loudness(1000) > 0.2, 'the answer')
    await speak(caller, makeClip([0.2, 'And what is it like in London?', 1]).samples, sent)
    await until(() => moments.get('response_starting')?.length === 2, 'the second answer')
    clearInterval(watch)
    expect(names(sessionId)).toEqual([
      'started_talking',
      'pause_detected',
      'response_starting',
      'interrupted',
      'started_talking',
      'pause_detected',
      'response_starting',
    ])
    const [cutAt = 0] = moments.get('interrupted') ?? []
    const [, againAt = 0] = moments.get('response_starting') ?? []
    const loud = caller.loudPackets()
    const isLoudBetween = (from: number, to: number): boolean =>
      arrivals.some((arrival, n) => loud[n] === true && arrival > from && arrival < to)
    expect(isLoudBetween(cutAt - 200, cutAt)).toBe(true)
    expect(isLoudBetween(cutAt + 60, againAt)).toBe(false)
    const rows = (await bench.rows(sessionId)).filter((row) => row.kind === 'turn')
    expect(rows.map(({ type }) => type)).toEqual(names(sessionId))
  }, 30_000)
})
