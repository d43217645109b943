import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createResampler } from './resampler'

const tone = (hz: number, rate: number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, n) => Math.sin((2 * Math.PI * hz * n) / rate))

const level = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)

describe('the resampler of the voice activity detector', () => {
  it.each([48_000, 44_100, 24_000, 22_050, 8_000, 16_050])(
    'keeps a tone of 1 kHz as it is when it comes from %i Hz',
    (rate) => {
      const resampler = createResampler(rate, 16_000)
      const output = resampler.push(tone(1000, rate, rate)).subarray(1000)
      expect(level(output)).toBeCloseTo(Math.SQRT1_2, 2)
      const shift = (resampler.delay / 1000) * 16_000
      const wrong = output.map(
        (sample, n) => sample - Math.sin((2 * Math.PI * 1000 * (n + 1000 - shift)) / 16_000),
      )
      expect(level(wrong)).toBeLessThan(0.005)
    },
  )

  it('takes away what the lower rate cannot hold', () => {
    const output = createResampler(48_000, 16_000).push(tone(11_000, 48_000, 48_000))
    expect(level(output.subarray(1000))).toBeLessThan(0.001)
  })

  it('gives the same however the stream is cut up', () => {
    const input = tone(700, 44_100, 4410)
    const whole = createResampler(44_100, 16_000).push(input)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 40 }), (cuts) => {
        const resampler = createResampler(44_100, 16_000)
        const output: number[] = []
        let at = 0
        for (const cut of [...cuts, input.length]) {
          output.push(...resampler.push(input.subarray(at, Math.min(input.length, at + cut))))
          at = Math.min(input.length, at + cut)
        }
        expect(output).toEqual([...whole])
      }),
    )
  })

  it('gives as many samples as the ratio of the rates says', () => {
    const resampler = createResampler(48_000, 16_000)
    let count = 0
    for (let block = 0; block < 50; block++) count += resampler.push(new Float32Array(960)).length
    expect(count).toBe(16_000)
  })
})
