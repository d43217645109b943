import type { TimelineRange, TimelineSlice } from '../../../../contract/timeline'
import { countUpTo } from './column'
import { createLaneGrid, type LaneGrid } from './lane-grid'
import { createLaneRows, GATHERED_US } from './lane-rows'
import { createRowWalk } from './row-walk'
import type { Segment } from './segment'

/** Of the columns that are kept of a whole session, µs; they are made twice as long when there are too many. */
const COLUMN_US = 100_000
const COLUMNS = 32_768
/** A call may have ended so much later than the part of it that is looked at, µs. */
const LONGEST_CALL_US = 10_000_000

export interface TimelineViewOptions {
  readonly segments: () => readonly Segment[]
  readonly bytesOf: (n: number) => Uint8Array | null
}

/**
 * The rows of one session on a time axis: as columns of a tenth of a second, which are kept while they grow, or of any
 * shorter time, for which the rows are looked at again.
 */
export function createTimelineView({ segments, bytesOf }: TimelineViewOptions) {
  let overview = createLaneGrid({ fromUs: 0, columnUs: COLUMN_US, columns: COLUMNS })
  let endUs = 0
  /** When the first and the last row of a segment were. */
  const spans = new WeakMap<Segment, { first: number; last: number }>()
  const walk = createRowWalk(segments, (index) => {
    const put = createLaneRows(index, bytesOf)
    const atUs = index.reader('atUs')
    return (at) => {
      endUs = Math.max(endUs, atUs(at) as number)
      while (endUs >= overview.range.columnUs * COLUMNS) overview = doubled(overview)
      put(overview, at)
    }
  })

  function isNear(segment: Segment, fromUs: number, toUs: number): boolean {
    const span = spans.get(segment)
    return !span || (span.last >= fromUs && span.first <= toUs)
  }

  /** Puts the rows of a segment that may tell of this time; false when there was no time for all of them. */
  function putNear(grid: LaneGrid, segment: Segment, hasTime: () => boolean): boolean {
    const { fromUs, columnUs, columns } = grid.range
    const [from, to] = [fromUs, fromUs + columns * columnUs + LONGEST_CALL_US]
    if (!isNear(segment, from - GATHERED_US, to)) return true
    const { index, isComplete } = segment.catchUp(hasTime)
    const times = index.atUs.values
    // The newest one grows.
    if (segment !== segments().at(-1))
      spans.set(segment, { first: times[0] ?? 0, last: times[index.count - 1] ?? 0 })
    const put = createLaneRows(index, bytesOf)
    const end = countUpTo(times, index.count, to + GATHERED_US)
    for (let at = countUpTo(times, index.count, from - GATHERED_US); at < end; at += 1) put(grid, at)
    return isComplete
  }

  return {
    read(range: TimelineRange, hasTime: () => boolean): TimelineSlice {
      const isWalked = walk.goOn(hasTime)
      const grid = createLaneGrid(range)
      if (range.columnUs >= overview.range.columnUs) {
        grid.takeFrom(overview)
        return { range, lanes: grid.lanes(), endUs, complete: isWalked }
      }
      const isAll = segments().every((segment) => putNear(grid, segment, hasTime))
      return { range, lanes: grid.lanes(), endUs, complete: isWalked && isAll }
    },
    /** A person cleared the journal: what comes from row `n` on is all that there is. */
    clear(n: number): void {
      overview = createLaneGrid({ fromUs: 0, columnUs: COLUMN_US, columns: COLUMNS })
      walk.skipTo(n)
    },
  }
}

/** The same in columns that are twice as long. */
function doubled(grid: LaneGrid): LaneGrid {
  const { fromUs, columnUs, columns } = grid.range
  const next = createLaneGrid({ fromUs, columnUs: columnUs * 2, columns })
  next.takeFrom(grid)
  return next
}
