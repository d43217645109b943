// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  atEnd,
  clamped,
  lengthOf,
  lengthText,
  moved,
  SHORTEST_US,
  ticksOf,
  timeText,
  wholeSpan,
  zoomed,
} from './time-view'

const end = 60_000_000
const view = { fromUs: 10_000_000, toUs: 20_000_000 }

describe('a view of the time axis', () => {
  it('zooms around what is under the pointer', () => {
    const closer = zoomed(view, 0.5, 12_000_000, end)
    expect(closer).toEqual({ fromUs: 11_000_000, toUs: 16_000_000 })
    expect(zoomed(closer, 2, 12_000_000, end)).toEqual(view)
  })

  it('is never shorter than a part of a block, nor longer than all', () => {
    expect(lengthOf(zoomed(view, 1e-9, 15_000_000, end))).toBe(SHORTEST_US)
    expect(zoomed(view, 1e9, 15_000_000, end)).toEqual(wholeSpan(end))
  })

  it('stays within the session, whatever is done to it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (by, factor, endUs) => {
          for (const next of [
            moved(view, by, endUs),
            zoomed(view, factor, by, endUs),
            atEnd(factor, endUs),
          ]) {
            expect(next.fromUs).toBeGreaterThanOrEqual(0)
            expect(next.toUs).toBeLessThanOrEqual(wholeSpan(endUs).toUs + 1)
            expect(lengthOf(next)).toBeGreaterThanOrEqual(SHORTEST_US - 1)
          }
        },
      ),
    )
  })

  it('follows the end with the length that it has', () => {
    expect(atEnd(lengthOf(view), 90_000_000)).toEqual({ fromUs: 80_000_000, toUs: 90_000_000 })
    expect(clamped({ fromUs: -5, toUs: 10 }, end).fromUs).toBe(0)
  })
})

describe('the ruler', () => {
  it('has round times with room between them', () => {
    const ticks = ticksOf(view, 1000, 80)
    expect(ticks.map(({ text }) => text).slice(0, 3)).toEqual(['0:10', '0:11', '0:12'])
    const close = ticksOf({ fromUs: 1_000_000, toUs: 1_050_000 }, 1000, 80)
    expect(close[0]?.text).toBe('0:01.000')
    expect((close[1]?.us ?? 0) - (close[0]?.us ?? 0)).toBe(5000)
  })

  it('writes times as a clock does', () => {
    expect([0, 61_500_000, 3_725_000_000].map((us) => timeText(us))).toEqual([
      '0:00.000',
      '1:01.500',
      '1:02:05.000',
    ])
    expect([340_000, 1_655_000, 125_000_000].map(lengthText)).toEqual(['340 ms', '1.655 s', '2:05.000'])
  })
})
