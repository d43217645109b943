import { describe, expect, it } from 'vitest'
import { peaksOf, RATE, tone } from './sounds'

describe('peaks', () => {
  it('are found between samples, too', () => {
    // A quarter of the rate, an eighth of a turn off: no sample is at the top.
    const sound = Float32Array.from(
      { length: 4800 },
      (_, n) => 0.5 * Math.sin((2 * Math.PI * n) / 4 + Math.PI / 4),
    )
    const { sample, between } = peaksOf(sound)
    expect(sample).toBeCloseTo(-9.03, 2)
    expect(between).toBeCloseTo(-6.02, 1)
  })

  it('of a tone are its amplitude', () => {
    const sound = Float32Array.from(tone(997, 0.1, 1), (value) => value / 32_767)
    expect(sound).toHaveLength(RATE)
    expect(peaksOf(sound).sample).toBeCloseTo(-20, 2)
  })
})
