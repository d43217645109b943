import type { Lane, TimelineRange } from '../../../../contract/timeline'
import { countUpTo } from './column'
import { createLaneGrid, type LaneGrid, type LaneRules } from './lane-grid'
import { createRowWalk } from './row-walk'
import type { Segment } from './segment'
import type { SegmentIndex } from './segment-index'

/** Of the columns that are kept of a whole session, µs; they are made twice as long when there are too many. */
const COLUMN_US = 100_000
const COLUMNS = 32_768
/** Rows of what was gathered over a while tell of the time before them, µs. */
export const GATHERED_US = 1_000_000

/** Puts a row where it belongs on the time axis. */
export type PutRow<Id extends string> = (grid: LaneGrid<Id>, at: number) => void

export interface GridViewOptions<Id extends string> {
  readonly segments: () => readonly Segment[]
  readonly rules: LaneRules<Id>
  /** Made anew for each walk through rows that follow one another; then asked for each segment of them. */
  readonly scan: () => (index: SegmentIndex) => PutRow<Id>
  /** What is told of a time may be in rows as much later, µs. */
  readonly lateUs: number
}

export interface GridSlice<Id extends string> {
  readonly range: TimelineRange
  readonly lanes: readonly Lane<Id>[]
  /** When the newest row was, µs; 0 = there is none. */
  readonly endUs: number
  /** False while older rows are still being looked at: ask again. */
  readonly complete: boolean
}

/**
 * The rows of one session on a time axis: as columns of a tenth of a second, which are kept while they grow, or of any
 * shorter time, for which the rows are looked at again.
 */
export function createGridView<Id extends string>({ segments, rules, scan, lateUs }: GridViewOptions<Id>) {
  const newOverview = () => createLaneGrid({ fromUs: 0, columnUs: COLUMN_US, columns: COLUMNS }, rules)
  let overview = newOverview()
  let endUs = 0
  /** When the first and the last row of a segment were. */
  const spans = new WeakMap<Segment, { first: number; last: number }>()
  const putterOf = scan()
  const walk = createRowWalk(segments, (index) => {
    const put = putterOf(index)
    const atUs = index.reader('atUs')
    return (at) => {
      endUs = Math.max(endUs, atUs(at) as number)
      while (endUs >= overview.range.columnUs * COLUMNS) overview = doubled(overview)
      put(overview, at)
    }
  })

  /** The same in columns that are twice as long. */
  function doubled(grid: LaneGrid<Id>): LaneGrid<Id> {
    const { fromUs, columnUs, columns } = grid.range
    const next = createLaneGrid({ fromUs, columnUs: columnUs * 2, columns }, rules)
    next.takeFrom(grid)
    return next
  }

  function isNear(segment: Segment, fromUs: number, toUs: number): boolean {
    const span = spans.get(segment)
    return !span || (span.last >= fromUs && span.first <= toUs)
  }

  /** Puts the rows of a segment that may tell of this time; false when there was no time for all of them. */
  function putNear(
    grid: LaneGrid<Id>,
    segment: Segment,
    putterOf: (index: SegmentIndex) => PutRow<Id>,
    hasTime: () => boolean,
  ): boolean {
    const { fromUs, columnUs, columns } = grid.range
    const [from, to] = [fromUs, fromUs + columns * columnUs + lateUs]
    if (!isNear(segment, from - GATHERED_US, to)) return true
    const { index, isComplete } = segment.catchUp(hasTime)
    const times = index.atUs.values
    // The newest one grows.
    if (segment !== segments().at(-1))
      spans.set(segment, { first: times[0] ?? 0, last: times[index.count - 1] ?? 0 })
    const put = putterOf(index)
    const end = countUpTo(times, index.count, to + GATHERED_US)
    for (let at = countUpTo(times, index.count, from - GATHERED_US); at < end; at += 1) put(grid, at)
    return isComplete
  }

  return {
    /** Looks at rows that have come; gives when the newest was, µs. */
    catchUp(hasTime: () => boolean): number {
      walk.goOn(hasTime)
      return endUs
    },
    read(range: TimelineRange, hasTime: () => boolean): GridSlice<Id> {
      const isWalked = walk.goOn(hasTime)
      const grid = createLaneGrid(range, rules)
      if (range.columnUs >= overview.range.columnUs) {
        grid.takeFrom(overview)
        return { range, lanes: grid.lanes(), endUs, complete: isWalked }
      }
      const putterOf = scan()
      const isAll = segments().every((segment) => putNear(grid, segment, putterOf, hasTime))
      return { range, lanes: grid.lanes(), endUs, complete: isWalked && isAll }
    },
    /** A person cleared the journal: what comes from row `n` on is all that there is. */
    clear(n: number): void {
      overview = newOverview()
      walk.skipTo(n)
    },
  }
}
