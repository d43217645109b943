import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEVEL_FLOOR, levelOf } from './meter'

const sine = (amplitude: number) =>
  Int16Array.from({ length: 4800 }, (_, n) => Math.round(amplitude * Math.sin((2 * Math.PI * n) / 48)))

describe('the level', () => {
  it('of a full-scale sine is -3.01 dBFS, with its peak at 0', () => {
    const level = levelOf(sine(32_767))
    expect(level.rmsDbfs).toBeCloseTo(-3.01, 2)
    expect(level.peakDbfs).toBeCloseTo(0, 2)
  })

  it('falls by 20 dB with a tenth of the amplitude', () => {
    const level = levelOf(sine(3_276.7))
    expect(level.rmsDbfs).toBeCloseTo(-23.01, 1)
    expect(level.peakDbfs).toBeCloseTo(-20, 1)
  })

  it('of a constant full scale is 0', () => {
    expect(levelOf(new Int16Array(10).fill(-32_768))).toEqual({ rmsDbfs: 0, peakDbfs: 0 })
  })

  it('of silence and of nothing is the floor', () => {
    const floor = { rmsDbfs: LEVEL_FLOOR, peakDbfs: LEVEL_FLOOR }
    expect(levelOf(new Int16Array(960))).toEqual(floor)
    expect(levelOf(new Int16Array(0))).toEqual(floor)
  })

  it('lies between floor and 0, the root mean square never above the peak', () => {
    fc.assert(
      fc.property(fc.int16Array(), (samples) => {
        const { rmsDbfs, peakDbfs } = levelOf(samples)
        expect(rmsDbfs).toBeGreaterThanOrEqual(LEVEL_FLOOR)
        expect(peakDbfs).toBeLessThanOrEqual(0)
        expect(rmsDbfs).toBeLessThanOrEqual(peakDbfs + 1e-9)
      }),
    )
  })
})
