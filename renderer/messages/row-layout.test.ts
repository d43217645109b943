// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowLayout } from './row-layout'
import { indexAt, ROW_HEIGHT, shiftedUp, topOf, totalHeight, withExtra } from './row-layout'

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
