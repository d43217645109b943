import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { burstLatencies, burstSamples } from './burst-latency'

const SAMPLE_RATE = 48_000
const PERIOD = 14_400

/** A recording of `delays.length` bursts, each heard again after its delay in samples at `level`. */
function recordingOf(
  delays: readonly (number | null)[],
  level: number,
  noise: (at: number) => number = () => 0,
) {
  const burst = burstSamples(SAMPLE_RATE)
  const length = (delays.length + 1) * PERIOD
  const sent = new Float32Array(length)
  const received = Float32Array.from({ length }, (_, at) => noise(at))
  delays.forEach((delay, n) => {
    sent.set(burst, n * PERIOD)
    if (delay === null) return
    burst.forEach((sample, at) => {
      const place = n * PERIOD + delay + at
      received[place] = (received[place] ?? 0) + level * sample
    })
  })
  return { sent, received, sampleRate: SAMPLE_RATE, longest: 240 }
}

describe('the latency of bursts', () => {
  it('is found to two samples, at any level and through noise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 11_000 }), { minLength: 1, maxLength: 2 }),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        (delays, level, seed) => {
          const noise = (at: number) => 0.01 * Math.sin(at * at * seed)
          const { latencies, lost } = burstLatencies(recordingOf(delays, level, noise))
          expect(lost).toBe(0)
          latencies.forEach((latency, n) => {
            expect(Math.abs((latency * SAMPLE_RATE) / 1000 - (delays[n] ?? 0))).toBeLessThanOrEqual(2)
          })
        },
      ),
      { numRuns: 10 },
    )
  })

  it('is not invented for a burst that never came back', () => {
    const { latencies, lost } = burstLatencies(recordingOf([480, null, 960], 1))
    expect(latencies.map(Math.round)).toEqual([10, 20])
    expect(lost).toBe(1)
  })

  it('leaves out a burst whose echo may lie beyond the end', () => {
    const whole = recordingOf([480, 480], 1)
    const cut = { ...whole, sent: whole.sent.slice(0, 16_000), received: whole.received.slice(0, 16_000) }
    const { latencies, lost } = burstLatencies(cut)
    expect(latencies.map(Math.round)).toEqual([10])
    expect(lost).toBe(0)
  })
})
