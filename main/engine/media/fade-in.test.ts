import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFadeIn, fadeValues } from './fade-in'

const FADE_VALUES = fadeValues(2)

const constant = (length: number, value: number) => new Int16Array(length).fill(value)
const nothing = new Int16Array(0)
const left = (samples: Int16Array) => samples.filter((_, n) => n % 2 === 0)
const steps = (samples: Int16Array) =>
  [...samples.slice(1)].map((sample, n) => Math.abs(sample - (samples[n] ?? 0)))

describe('a fade', () => {
  it('goes over from what would have been played next, and leaves the rest alone', () => {
    const samples = constant(FADE_VALUES + 100, -8000)
    const fade = createFadeIn(constant(FADE_VALUES, 8000), [8000, 8000])
    fade.apply(samples)
    expect([samples[0], samples[FADE_VALUES]]).toEqual([8000, -8000])
    expect(Math.max(...steps(left(samples)))).toBeLessThan(16_000 * 0.01)
    expect(fade.isDone).toBe(true)
  })

  it('begins at the level where the sound before it stopped when nothing of that is left', () => {
    const samples = constant(FADE_VALUES, 1000)
    createFadeIn(nothing, [-9000, 5000]).apply(samples)
    expect([samples[0], samples[1]]).toEqual([-9000, 5000])
    expect(samples.at(-1)).toBeCloseTo(1000, -2)
    expect(Math.max(...steps(left(samples)))).toBeLessThan(100)
  })

  it('changes nothing of a sound that goes on where the one before it stopped', () => {
    const tone = Int16Array.from({ length: 960 }, (_, n) => 8000 * Math.cos((2 * Math.PI * (n >> 1)) / 48))
    const copy = tone.slice()
    createFadeIn(nothing, [8000, 8000]).apply(tone)
    expect(tone).toEqual(copy)
  })

  it('is the same in pieces of any length, and never leaves the range', () => {
    const sound = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 600, maxLength: 600 })
    fc.assert(
      fc.property(sound, sound, fc.integer({ min: 1, max: 200 }), fc.boolean(), (old, next, size, isLeft) => {
        const before = isLeft ? Int16Array.from(old) : nothing
        const whole = Int16Array.from(next)
        createFadeIn(before, [100, -32_768]).apply(whole)
        const pieces = createFadeIn(before, [100, -32_768])
        const parts = Int16Array.from(next)
        for (let at = 0; at < parts.length; at += 2 * size) pieces.apply(parts.subarray(at, at + 2 * size))
        expect(parts).toEqual(whole)
        expect(whole.subarray(FADE_VALUES)).toEqual(Int16Array.from(next).subarray(FADE_VALUES))
      }),
    )
  })
})
