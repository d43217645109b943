import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { risePerMinute } from './trend'

describe('the rise of measured values', () => {
  it('is the slope of a straight line, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100, max: 100 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        (slope, start) => {
          const samples = [0, 1, 2, 5, 9].map((minute) => ({
            at: minute * 60_000,
            value: start + slope * minute,
          }))
          expect(risePerMinute(samples)).toBeCloseTo(slope, 6)
        },
      ),
    )
  })

  it('is none of a value that only goes up and down', () => {
    const samples = [0, 1, 2, 3, 4].map((minute) => ({ at: minute * 60_000, value: minute % 2 }))
    expect(risePerMinute(samples)).toBeCloseTo(0, 6)
  })

  it('is none of a single value, or of values of one moment', () => {
    expect(risePerMinute([{ at: 5, value: 100 }])).toBe(0)
    expect(
      risePerMinute([
        { at: 5, value: 100 },
        { at: 5, value: 200 },
      ]),
    ).toBe(0)
  })
})
