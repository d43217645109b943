// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowLayout } from './row-layout'
import {
  drawnHeight,
  indexAt,
  MAX_DRAWN_HEIGHT,
  ROW_HEIGHT,
  scrollTopOf,
  shiftedUp,
  topOf,
  totalHeight,
  viewTop,
  withExtra,
} from './row-layout'

const layouts = fc
  .tuple(
    fc.integer({ min: 1, max: 5000 }),
    fc.dictionary(fc.nat(5100).map(String), fc.integer({ min: 1, max: 900 })),
  )
  .map(
    ([count, extras]): RowLayout => ({
      count,
      extras: Object.entries(extras)
        .map(([at, height]) => [Number(at), height] as const)
        .sort(([a], [b]) => a - b),
    }),
  )

describe('row layout', () => {
  it('finds every row at each end of the place where it lies', () => {
    fc.assert(
      fc.property(layouts, fc.nat(), (layout, seed) => {
        const index = seed % layout.count
        expect(indexAt(layout, topOf(layout, index))).toBe(index)
        expect(indexAt(layout, topOf(layout, index + 1) - 0.5)).toBe(index)
      }),
    )
  })

  it('is as high as all rows and what the expanded ones add', () => {
    const layout = { count: 100, extras: [[3, 50] as const, [99, 10] as const] }
    expect(totalHeight(layout)).toBe(100 * ROW_HEIGHT + 60)
  })

  it('reaches the last row of lists that are higher than an element can be, and comes back to the same place', () => {
    const view = 400
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 20_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, part) => {
          const layout = { count, extras: [[3, 120] as const] }
          expect(drawnHeight(layout)).toBeLessThanOrEqual(MAX_DRAWN_HEIGHT)
          const end = drawnHeight(layout) - view
          expect(viewTop(layout, end, view) + view).toBeCloseTo(totalHeight(layout), 3)
          expect(scrollTopOf(layout, viewTop(layout, end * part, view), view)).toBeCloseTo(end * part, 3)
        },
      ),
    )
    expect(viewTop({ count: 1_000_000, extras: [] }, 12_345, view)).toBe(12_345)
  })

  it('gives the ends for places beyond them', () => {
    const layout = { count: 10, extras: [] }
    expect(indexAt(layout, -500)).toBe(0)
    expect(indexAt(layout, 1e6)).toBe(9)
  })

  it('keeps what rows add in order, and drops rows that are closed or gone', () => {
    const opened = withExtra(withExtra([], 7, 100), 2, 40)
    expect(opened).toEqual([
      [2, 40],
      [7, 100],
    ])
    expect(withExtra(opened, 2, 40)).toBe(opened)
    expect(withExtra(opened, 7, 0)).toEqual([[2, 40]])
    expect(shiftedUp(opened, 3)).toEqual([[4, 100]])
  })
})
