import { describe, expect, it } from 'vitest'
import { readWave } from '../../../contract/wave'
import { createWaveMeter, type Wave } from './wave-meter'

const tone = (count: number, amplitude: number): Int16Array =>
  Int16Array.from({ length: count }, (_, i) =>
    Math.round(32_767 * amplitude * Math.sin((2 * Math.PI * i) / 48)),
  )

function gather() {
  const waves: Wave[] = []
  return { waves, meter: createWaveMeter((wave) => waves.push(wave)) }
}

describe('a wave meter', () => {
  it('gives the lowest and highest samples of each 2.5 ms, and the level', () => {
    const { waves, meter } = gather()
    meter.add(tone(960, 0.5), 1, 48_000, 100)
    meter.add(new Int16Array(960), 1, 48_000, 120)
    meter.flush()
    const [wave] = waves
    expect([wave?.fromMs, wave?.ms]).toEqual([100, 40])
    const steps: number[][] = []
    readWave(wave?.bytes ?? new Uint8Array(), (step, low, high) => steps.push([step, low, high]))
    expect(steps).toHaveLength(16)
    for (const [step = 0, low, high] of steps) {
      expect(low).toBeCloseTo(step < 8 ? -0.5 : 0, 2)
      expect(high).toBeCloseTo(step < 8 ? 0.5 : 0, 2)
    }
    expect(wave?.levelDb).toBeCloseTo(-9.03 - 3.01, 1)
    expect(wave?.peakDb).toBeCloseTo(-6.02, 1)
  })

  it('joins blocks that come unevenly, and begins anew after a gap', () => {
    const { waves, meter } = gather()
    for (const at of [0, 45, 40, 500, 520]) meter.add(tone(320, 0.1), 1, 16_000, at)
    meter.flush()
    expect(waves.map(({ fromMs, ms }) => [fromMs, ms])).toEqual([
      [0, 60],
      [500, 40],
    ])
  })

  it('goes on where it gave something, and gives nothing twice', () => {
    const { waves, meter } = gather()
    meter.add(tone(1920, 0.1), 2, 48_000, 7)
    meter.flush()
    meter.flush()
    meter.add(tone(1920, 0.1), 2, 48_000, 30)
    meter.flush()
    expect(waves.map(({ fromMs, ms }) => [fromMs, ms])).toEqual([
      [7, 20],
      [27, 20],
    ])
  })

  it('hears the louder of two channels', () => {
    const { waves, meter } = gather()
    meter.add(
      Int16Array.from({ length: 1920 }, (_, i) => (i % 2 === 0 ? 0 : 16_384)),
      2,
      48_000,
      0,
    )
    meter.flush()
    expect(waves[0]?.peakDb).toBeCloseTo(-6.02, 2)
  })
})
