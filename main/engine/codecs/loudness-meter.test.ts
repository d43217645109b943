import { afterEach, describe, expect, it } from 'vitest'
import { createLoudnessMeter, type LoudnessMeter } from './loudness-meter'

const RATE = 48_000

interface Tone {
  readonly dbfs: number
  readonly seconds: number
  readonly hz?: number
  /** Of a circle. */
  readonly phase?: number
}

/** So long it becomes louder at first, samples: a wave that begins at once has higher peaks. */
const FADE = 2400

/** The same on both channels. */
function tone({ dbfs, seconds, hz = 1000, phase = 0 }: Tone): Int16Array {
  const amplitude = 32_768 * 10 ** (dbfs / 20)
  const samples = new Int16Array(seconds * RATE * 2)
  for (let i = 0; i < samples.length; i += 1) {
    const wave = Math.sin(2 * Math.PI * ((hz * (i >> 1)) / RATE + phase))
    samples[i] = Math.round(amplitude * Math.min(1, (i >> 1) / FADE) * wave)
  }
  return samples
}

describe('the loudness of sound', () => {
  let meter: LoudnessMeter | undefined
  afterEach(() => meter?.close())

  /** In pieces of 20 ms, as it comes. */
  function measured(...tones: readonly Tone[]) {
    meter = createLoudnessMeter()
    for (const one of tones) {
      const samples = tone(one)
      for (let at = 0; at < samples.length; at += 1920) meter.push(samples.subarray(at, at + 1920))
    }
    return meter.read()
  }

  // Source: EBU Tech 3341, table 1, cases 1 to 3, within their 0.1 LU.
  it.each([
    ['a steady tone', [{ dbfs: -23, seconds: 20 }], -23],
    ['a steady tone that is softer', [{ dbfs: -33, seconds: 20 }], -33],
    [
      'a tone between softer ones, which do not count',
      [
        { dbfs: -36, seconds: 10 },
        { dbfs: -23, seconds: 60 },
        { dbfs: -36, seconds: 10 },
      ],
      -23,
    ],
  ] as const)('is that of %s', (_, tones, lufs) => {
    expect(Math.abs((measured(...tones).integrated ?? 0) - lufs)).toBeLessThan(0.1)
  })

  it('leaves pauses out', () => {
    const { integrated, seconds, mostMomentary, mostShortTerm } = measured(
      { dbfs: -20, seconds: 4 },
      { dbfs: Number.NEGATIVE_INFINITY, seconds: 6 },
    )
    expect(integrated).toBeCloseTo(-20, 0)
    expect(seconds).toBeCloseTo(10, 1)
    for (const most of [mostMomentary, mostShortTerm]) expect(most).toBeCloseTo(-20, 1)
  })

  // Source: EBU Tech 3341, table 1, case 15, within its +0.2 and -0.4 dB: no sample is at the top of such a wave.
  it('finds peaks between samples', () => {
    const { truePeak, samplePeak } = measured({ dbfs: -6, seconds: 1, hz: RATE / 4, phase: 1 / 8 })
    expect(samplePeak).toBeCloseTo(-9.03, 1)
    expect(truePeak).toBeGreaterThan(-6.4)
    expect(truePeak).toBeLessThan(-5.8)
  })

  it('of silence is none', () => {
    expect(measured({ dbfs: Number.NEGATIVE_INFINITY, seconds: 1 })).toEqual({
      ...{ integrated: null, range: 0, mostMomentary: null, mostShortTerm: null },
      ...{ truePeak: null, samplePeak: null, seconds: 1 },
    })
  })

  it('of nothing is none', () => {
    expect(measured()).toMatchObject({ integrated: null, truePeak: null, seconds: 0 })
  })
})
