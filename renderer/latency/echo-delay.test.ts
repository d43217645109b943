import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findEchoDelay } from './echo-delay'

const STEP = 2.5

/** Syllables of different lengths and loudness, 10 s. */
function speech(seed: number): Float64Array {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return state / 0x7fff_ffff
  }
  const peaks = new Float64Array(4000)
  for (let at = 0; at < peaks.length; ) {
    const [length, loud] = [20 + Math.floor(random() * 80), random() < 0.3 ? 0 : 0.05 + random() * 0.4]
    for (let n = 0; n < length && at < peaks.length; n += 1, at += 1)
      peaks[at] = loud * Math.sin((Math.PI * n) / length)
  }
  return peaks
}

const delayed = (peaks: Float64Array, steps: number, gain = 1) =>
  Float64Array.from(peaks, (_, at) => (peaks[at - steps] ?? 0) * gain)

describe('the delay of an echo', () => {
  it('is found to a step, however loud it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 0, max: 400 }),
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        (seed, steps, gain) => {
          const sent = speech(seed)
          const found = findEchoDelay(sent, delayed(sent, steps, gain), STEP, 1200)
          expect(Math.abs((found?.delayMs ?? -1) - steps * STEP)).toBeLessThan(STEP)
          expect(found?.likeness).toBeGreaterThan(0.9)
        },
      ),
      { numRuns: 10 },
    )
  })

  it('is not told of other sound, of a steady tone, and of silence', () => {
    expect(findEchoDelay(speech(1), speech(99), STEP, 1200)).toBeNull()
    const steady = new Float64Array(4000).fill(0.25)
    expect(findEchoDelay(steady, steady, STEP, 1200)).toBeNull()
    expect(findEchoDelay(speech(1), new Float64Array(4000), STEP, 1200)).toBeNull()
    expect(findEchoDelay([], [], STEP, 1200)).toBeNull()
  })
})
