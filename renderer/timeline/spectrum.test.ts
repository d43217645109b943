// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { binsOf, SPECTRUM_FLOOR_DB, SPECTRUM_SIZE, spectrumAt } from './spectrum'

const rate = 48_000
const tone = (hz: number, amplitude: number) =>
  Float32Array.from({ length: rate / 2 }, (_, at) => amplitude * Math.sin((2 * Math.PI * hz * at) / rate))

describe('a spectrum', () => {
  it('has a tone in its bin, at its level', () => {
    const hz = (rate / SPECTRUM_SIZE) * 20
    const bins = spectrumAt(tone(hz, 0.5), rate / 4, binsOf(rate))
    expect(bins.indexOf(Math.max(...bins))).toBe(20)
    expect(bins[20]).toBeCloseTo(-6.02, 1)
    expect(bins[30]).toBeLessThan(-80)
  })

  it('is at its floor for silence, and beyond the ends of the sound', () => {
    expect(Math.max(...spectrumAt(new Float32Array(100), 5000, 10))).toBe(SPECTRUM_FLOOR_DB)
  })

  it('ends at 8 kHz', () => {
    expect(((binsOf(rate) - 1) * rate) / SPECTRUM_SIZE).toBeLessThan(8000)
    expect((binsOf(rate) * rate) / SPECTRUM_SIZE).toBeGreaterThanOrEqual(8000)
  })
})
