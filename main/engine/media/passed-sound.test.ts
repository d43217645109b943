import { describe, expect, it } from 'vitest'
import { LEVEL_FLOOR, levelOf } from './meter'
import { createPassedSound } from './passed-sound'

const constant = (value: number, length: number) => new Int16Array(length).fill(value)

describe('createPassedSound', () => {
  it('tells how much passed and how loud all of it was', () => {
    const meter = createPassedSound()
    const loud = constant(16_384, 480)
    meter.add(loud, 24_000, 1)
    meter.add(constant(16_384, 960), 24_000, 2)
    expect(meter.take()).toEqual({
      count: 2,
      ms: 40,
      levelDb: expect.closeTo(levelOf(loud).rmsDbfs, 6),
      sampleRate: 24_000,
    })
  })

  it('begins anew each time it is asked, and says so when nothing passed', () => {
    const meter = createPassedSound()
    meter.add(constant(16_384, 480), 24_000, 1)
    meter.take()
    expect(meter.take()).toBeNull()
    meter.add(constant(0, 160), 8000, 1)
    expect(meter.take()).toEqual({ count: 1, ms: 20, levelDb: LEVEL_FLOOR, sampleRate: 8000 })
  })
})
