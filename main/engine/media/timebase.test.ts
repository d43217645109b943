import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSequenceUnwrapper, createTimestampUnwrapper, msToTicks, ticksToMs } from './timebase'

const counters = [
  ['timestamp', createTimestampUnwrapper, 2 ** 32],
  ['sequence', createSequenceUnwrapper, 2 ** 16],
] as const

describe.each(counters)('a %s unwrapper', (_, create, range) => {
  it('begins at 0, wherever the counter stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: range - 1 }), (first) => {
        expect(create().unwrap(first)).toBe(0)
      }),
    )
  })

  it('goes on over the wrap, forward and backward', () => {
    const counter = create()
    const values = [range - 2, 1, range - 1, 0, range - 3]
    expect(values.map((value) => counter.unwrap(value))).toEqual([0, 3, 1, 2, -1])
  })

  it('follows any steps of less than half its range', () => {
    const step = fc.integer({ min: -range / 2 + 1, max: range / 2 - 1 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: range - 1 }), fc.array(step), (first, steps) => {
        const counter = create()
        counter.unwrap(first)
        let position = 0
        for (const by of steps) {
          position += by
          const raw = (((first + position) % range) + range) % range
          expect(counter.unwrap(raw)).toBe(position)
        }
      }),
    )
  })
})

describe('ticks and milliseconds', () => {
  it('are one and the same time', () => {
    expect(ticksToMs(960, 48_000)).toBe(20)
    expect(ticksToMs(3000, 90_000)).toBeCloseTo(33.333, 3)
    expect(msToTicks(33.333, 90_000)).toBe(3000)
  })

  it('come back unchanged from ticks to ms and back', () => {
    const rate = fc.constantFrom(8_000, 44_100, 48_000, 90_000)
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e12 }), rate, (ticks, clockRate) => {
        expect(msToTicks(ticksToMs(ticks, clockRate), clockRate)).toBe(ticks)
      }),
    )
  })
})
