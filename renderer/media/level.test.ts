// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEnvelope } from './envelope'
import type { LevelBlock } from './level'
import { createLevelMeter, LEVEL_WINDOW_MS, METER_FLOOR_DBFS, toDbfs } from './level'
import { createLevelWindow, type MeasuredBlock } from './level-window'
import { createSilenceWatch } from './silence-watch'

const block = (amplitude: number): LevelBlock => ({
  rms: amplitude / Math.SQRT2,
  peak: amplitude,
  min: -amplitude,
  max: amplitude,
  ...{ peaks: [], endsAt: null },
})

function sine(hz: number, amplitude: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / 48_000))
}

describe('toDbfs', () => {
  it('is 0 at full scale, -6.02 at half, and never below the floor', () => {
    expect(toDbfs(1)).toBe(0)
    expect(toDbfs(0.5)).toBeCloseTo(-6.02, 2)
    for (const silent of [0, 1e-9, Number.NaN]) expect(toDbfs(silent)).toBe(METER_FLOOR_DBFS)
  })
})

describe('createLevelWindow', () => {
  it('reads -3.01 dBFS for a full-scale sine', () => {
    const blocks: MeasuredBlock[] = []
    createLevelWindow(960, 8, (b) => blocks.push(b))([sine(1000, 1, 960)], 960)
    expect(blocks).toHaveLength(1)
    expect(toDbfs(blocks[0]?.rms ?? 0)).toBeCloseTo(-3.01, 2)
    expect(blocks[0]?.peak).toBeCloseTo(1, 3)
  })

  it('gives the same blocks however the samples are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }), (cuts) => {
        const samples = sine(
          440,
          0.5,
          cuts.reduce((sum, cut) => sum + cut, 0),
        )
        const whole: MeasuredBlock[] = []
        const pieces: MeasuredBlock[] = []
        createLevelWindow(480, 8, (b) => whole.push(b))([samples], samples.length)
        const add = createLevelWindow(480, 8, (b) => pieces.push(b))
        let at = 0
        for (const cut of cuts) {
          add([samples.subarray(at, at + cut)], cut)
          at += cut
        }
        expect(pieces).toEqual(whole)
      }),
    )
  })

  it('has the highest sample of each of its steps', () => {
    const blocks: MeasuredBlock[] = []
    const samples = new Float32Array(960)
    samples[130] = -0.5
    samples[959] = 0.25
    createLevelWindow(960, 8, (b) => blocks.push(b))([samples], 960)
    expect(blocks[0]?.peaks).toEqual([0, 0.5, 0, 0, 0, 0, 0, 0.25])
    expect([blocks[0]?.min, blocks[0]?.max]).toEqual([-0.5, 0.25])
  })

  it('reads the loudest channel, and silence where there is no channel', () => {
    const blocks: MeasuredBlock[] = []
    const add = createLevelWindow(960, 8, (b) => blocks.push(b))
    add([new Float32Array(960), sine(1000, 0.5, 960)], 960)
    add([], 960)
    expect(toDbfs(blocks[0]?.rms ?? 0)).toBeCloseTo(-9.03, 2)
    expect(blocks[1]).toEqual({ rms: 0, peak: 0, min: 0, max: 0, peaks: Array(8).fill(0) })
  })
})

describe('createLevelMeter', () => {
  it('reads a steady tone of any pitch to a tenth of a decibel', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 8000 }), (hz) => {
        const meter = createLevelMeter()
        const length = (LEVEL_WINDOW_MS * 48_000) / 1000
        let now = 0
        const add = createLevelWindow(length, 8, (measured) => {
          now += LEVEL_WINDOW_MS
          meter.push({ ...measured, endsAt: null }, now)
        })
        const samples = sine(hz, 0.25, 48_000)
        add([samples], samples.length)
        expect(Math.abs(meter.read(now).steady - 20 * Math.log10(0.25 / Math.SQRT2))).toBeLessThan(0.1)
      }),
    )
  })

  it('rises at once and falls by 60 dB a second', () => {
    const meter = createLevelMeter()
    meter.push(block(1), 1000)
    expect(meter.read(1000).level).toBeCloseTo(-3.01, 2)
    expect(meter.read(1500).level).toBeCloseTo(-33.01, 1)
    expect(meter.read(9000).level).toBe(METER_FLOOR_DBFS)
  })

  it('falls at the same pace while blocks of silence come', () => {
    const meter = createLevelMeter()
    meter.push(block(1), 0)
    for (let now = 20; now <= 1000; now += 20) meter.push(block(0), now)
    expect(meter.read(1000).level).toBeCloseTo(-63.01, 1)
  })

  it('reads a steady tone steadily', () => {
    const meter = createLevelMeter()
    for (let now = 0; now <= 2000; now += 20) meter.push(block(0.25), now)
    expect(meter.read(2010).level).toBeCloseTo(-15.05, 2)
  })

  it('holds the peak for a while and then lets it fall', () => {
    const meter = createLevelMeter()
    meter.push(block(1), 0)
    meter.push(block(0.1), 20)
    expect(meter.read(1400).peakHold).toBe(0)
    expect(meter.read(2500).peakHold).toBeCloseTo(-24, 5)
  })

  it('marks clipping for samples at full scale only, and not for ever', () => {
    const meter = createLevelMeter()
    meter.push(block(0.99), 0)
    expect(meter.read(10).clipped).toBe(false)
    meter.push(block(1), 20)
    expect(meter.read(1000).clipped).toBe(true)
    expect(meter.read(5000).clipped).toBe(false)
  })

  it('is at the floor after a reset', () => {
    const meter = createLevelMeter()
    meter.push(block(1), 0)
    meter.reset()
    expect(meter.read(1)).toMatchObject({
      level: METER_FLOOR_DBFS,
      steady: METER_FLOOR_DBFS,
      peakHold: METER_FLOOR_DBFS,
      clipped: false,
    })
  })
})

describe('createEnvelope', () => {
  it('keeps the newest columns, newest first', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (values) => {
        const envelope = createEnvelope(8)
        for (const value of values) envelope.push(-value, value)
        const kept = values.slice(-8).reverse()
        expect(Array.from({ length: 8 }, (_, age) => envelope.maxAt(age))).toEqual([
          ...kept,
          ...Array.from({ length: 8 - kept.length }, () => 0),
        ])
        expect(envelope.count).toBe(values.length)
      }),
    )
  })
})

describe('createSilenceWatch', () => {
  it('tells of five seconds of silence once, and of sound after it', () => {
    const watch = createSilenceWatch()
    expect(watch.push(-95, 0)).toBeNull()
    expect(watch.push(-95, 4999)).toBeNull()
    expect(watch.push(-95, 5000)).toBe('quiet')
    expect(watch.push(-95, 9000)).toBeNull()
    expect(watch.push(-40, 9020)).toBe('heard')
  })

  it('begins to count anew after any sound', () => {
    const watch = createSilenceWatch()
    watch.push(-95, 0)
    watch.push(-60, 4000)
    watch.push(-95, 4020)
    expect(watch.push(-95, 8000)).toBeNull()
  })
})
