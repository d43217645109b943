// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { JournalRow } from '../../contract/journal'
import { placedPictures } from './picture-lane'

const SECOND = 1_000_000

const pictureAt = (seconds: number): JournalRow => ({
  ...{ n: seconds, atUs: seconds * SECOND, kind: 'picture', direction: 'in', type: null, sizeBytes: 0 },
  ...{ summary: '', truncated: false, position: null, hasBytes: true, fields: {} },
})
const rows = Array.from({ length: 20 }, (_, second) => pictureAt(second))
const placed = (fromSeconds: number, toSeconds: number) =>
  placedPictures(rows, { fromUs: fromSeconds * SECOND, toUs: toSeconds * SECOND })

describe('pictures on the time axis', () => {
  it('are the ones that were there at their place, in even steps', () => {
    const pictures = placed(0, 10)
    const steps = pictures.map(({ atUs }, at) => atUs - (pictures[at - 1]?.atUs ?? atUs)).slice(1)
    expect(new Set(steps).size).toBe(1)
    for (const { row, atUs } of pictures) expect(Math.abs(row.atUs - atUs)).toBeLessThanOrEqual(SECOND)
  })

  it('stay where they are while the view moves', () => {
    const before = new Map(placed(2, 12).map(({ atUs, row }) => [atUs, row.n]))
    const shared = placed(2.3, 12.3).filter(({ atUs }) => before.has(atUs))
    expect(shared.length).toBeGreaterThan(4)
    for (const { atUs, row } of shared) expect(row.n).toBe(before.get(atUs))
  })

  it('are not there before the first, nor long after the last', () => {
    expect(placedPictures([pictureAt(30)], { fromUs: 0, toUs: 10 * SECOND })).toEqual([])
    expect(placed(40, 50)).toEqual([])
  })
})
