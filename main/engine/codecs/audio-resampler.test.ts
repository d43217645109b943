import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type AudioShape, createAudioResampler } from './audio-resampler'
import { growthInMb, LEAK_TEST_TIMEOUT } from './testing/leaks'
import { concat, fitTone, toneBlock } from './testing/tones'

function resamplerForTest(from: AudioShape, to: AudioShape) {
  const resampler = createAudioResampler({ from, to })
  onTestFinished(resampler.close)
  return resampler
}

const mono = (sampleRate: number) => ({ sampleRate, channels: 1 }) as const
const stereo = (sampleRate: number) => ({ sampleRate, channels: 2 }) as const

const ratePairs = [
  [48_000, 24_000],
  [24_000, 48_000],
  [48_000, 16_000],
  [16_000, 48_000],
  [48_000, 44_100],
  [44_100, 48_000],
  [48_000, 8_000],
  [8_000, 48_000],
  [22_050, 48_000],
] as const

describe('resampling', () => {
  it.each(ratePairs)('from %d to %d Hz keeps a tone clean and as loud', (from, to) => {
    const resampler = resamplerForTest(mono(from), mono(to))
    const tone = { frequency: 1000, ...mono(from) }
    const blocks = Array.from({ length: 100 }, (_, n) =>
      resampler.push(toneBlock(tone, (n * from) / 50, from / 50)),
    )
    const fit = fitTone(concat(blocks.slice(5)), 1000, to)
    expect(fit.snr).toBeGreaterThan(80)
    expect(fit.amplitude).toBeGreaterThan(15_950)
    expect(fit.amplitude).toBeLessThan(16_050)
  })

  it.each(ratePairs)('from %d to %d Hz answers each 20 ms with 20 ms, the first too', (from, to) => {
    const resampler = resamplerForTest(mono(from), mono(to))
    const lengths = Array.from({ length: 50 }, () => resampler.push(new Int16Array(from / 50)).length)
    expect(new Set(lengths)).toEqual(new Set([to / 50]))
  })

  it.each(ratePairs)('from %d to %d Hz is late by what it says', (from, to) => {
    const resampler = resamplerForTest(mono(from), mono(to))
    const click = new Int16Array(from / 50)
    click[0] = 20_000
    const out = resampler.push(click)
    const peak = out.reduce((best, value, at) => (value > (out[best] ?? 0) ? at : best), 0)
    expect(resampler.delay).toBeLessThanOrEqual(2.1)
    expect(Math.abs(peak - (resampler.delay * to) / 1000)).toBeLessThanOrEqual(1)
  })

  it('takes away what the lower rate cannot carry', () => {
    const resampler = resamplerForTest(mono(48_000), mono(16_000))
    const out = resampler.push(toneBlock({ frequency: 10_000, ...mono(48_000) }, 0, 48_000))
    expect(Math.max(...out.subarray(500).map(Math.abs))).toBeLessThan(20)
  })

  it('loses and doubles no sample, whatever the lengths of the blocks', () => {
    const anyRate = fc.constantFrom(8_000, 16_000, 22_050, 24_000, 44_100, 48_000)
    const lengths = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(anyRate, anyRate, lengths, (from, to, blocks) => {
        const resampler = createAudioResampler({ from: stereo(from), to: stereo(to) })
        const values = blocks.map((length) => resampler.push(new Int16Array(length * 2)).length)
        resampler.close()
        const expected = (blocks.reduce((sum, length) => sum + length, 0) * to) / from
        expect(Math.abs(values.reduce((sum, n) => sum + n, 0) / 2 - expected)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 60 },
    )
  })

  it('stays in step over ten minutes', () => {
    const resampler = resamplerForTest(mono(48_000), mono(44_100))
    let total = 0
    for (let second = 0; second < 600; second += 1) total += resampler.push(new Int16Array(48_000)).length
    expect(total).toBe(600 * 44_100)
  })

  it('hands the end of a reply over on flush, and may go on afterwards', () => {
    const resampler = resamplerForTest(mono(24_000), mono(48_000))
    const tone = { frequency: 1000, ...mono(24_000) }
    const out = concat([resampler.push(toneBlock(tone, 0, 2_400)), resampler.flush()])
    const late = Math.round(resampler.delay * 48)
    expect(out).toHaveLength(4_800 + late)
    expect(fitTone(out.subarray(late + 100, out.length - 100), 1000, 48_000).snr).toBeGreaterThan(80)
    expect(resampler.push(new Int16Array(480))).toHaveLength(960)
  })
})

describe('changing channels', () => {
  it('gives mono to both channels at full level', () => {
    const resampler = resamplerForTest(mono(48_000), stereo(48_000))
    expect([...resampler.push(Int16Array.of(10_000, -32_768))]).toEqual([10_000, 10_000, -32_768, -32_768])
    expect(resampler.delay).toBe(0)
  })

  it('takes the mean of left and right', () => {
    const resampler = resamplerForTest(stereo(48_000), mono(48_000))
    expect([...resampler.push(Int16Array.of(10_000, 5_000, 32_767, 32_767, -8, 0))]).toEqual([
      7_500, 32_767, -4,
    ])
  })

  it('keeps these levels while the rate changes too', () => {
    const up = resamplerForTest(mono(24_000), stereo(48_000))
    const down = resamplerForTest(stereo(48_000), mono(24_000))
    const out = down.push(up.push(new Int16Array(2_400).fill(10_000)))
    expect(out[1_200]).toBeGreaterThanOrEqual(9_998)
    expect(out[1_200]).toBeLessThanOrEqual(10_002)
  })
})

describe('a resampler', () => {
  it('hands equal shapes through untouched', () => {
    const samples = Int16Array.of(1, 2)
    expect(resamplerForTest(stereo(48_000), stereo(48_000)).push(samples)).toBe(samples)
  })

  it('refuses half a stereo sample and rates out of range', () => {
    const resampler = resamplerForTest(stereo(48_000), mono(16_000))
    const invalid = expect.objectContaining({ code: 'invalid' })
    expect(() => resampler.push(new Int16Array(3))).toThrow(invalid)
    expect(() => createAudioResampler({ from: mono(0), to: mono(48_000) })).toThrow(invalid)
    expect(() => createAudioResampler({ from: mono(48_000), to: mono(44_100.5) })).toThrow(invalid)
  })

  it('may be closed twice and says so when it is used afterwards', () => {
    const resampler = createAudioResampler({ from: mono(24_000), to: stereo(48_000) })
    resampler.close()
    resampler.close()
    expect(() => resampler.push(new Int16Array(480))).toThrow(expect.objectContaining({ code: 'closed' }))
  })

  it(
    'gives all memory back',
    async () => {
      const grown = await growthInMb(() => {
        const resampler = createAudioResampler({ from: mono(24_000), to: stereo(48_000) })
        resampler.push(new Int16Array(480))
        resampler.close()
      })
      expect(grown).toBeLessThan(8)
    },
    LEAK_TEST_TIMEOUT,
  )
})
