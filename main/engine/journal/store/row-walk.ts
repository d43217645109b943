import { countUpTo } from './column'
import type { Segment } from './segment'
import type { SegmentIndex } from './segment-index'

/** Rows looked at between two looks at the clock. */
const STRIDE = 1024

/** What is made of the rows of one segment; asked for anew with each walk through it. */
export type RowVisitor = (index: SegmentIndex) => (at: number) => void

/** Goes through all rows of a session once, a bit at a time: each is visited once, also when it is no longer kept later. */
export function createRowWalk(segments: () => readonly Segment[], visitorOf: RowVisitor) {
  /** Number of the next row to look at. */
  let nextN = 0

  /** False when time was up before its end. */
  function walk(segment: Segment, hasTime: () => boolean): boolean {
    const { index, isComplete } = segment.catchUp(hasTime)
    const visit = visitorOf(index)
    let at = countUpTo(index.n.values, index.n.length, nextN - 1)
    while (at < index.count && hasTime()) {
      for (const end = Math.min(index.count, at + STRIDE); at < end; at += 1) visit(at)
      nextN = (index.n.values[at - 1] as number) + 1
    }
    return isComplete && at >= index.count
  }

  return {
    /** Goes on as long as there is time; true = at the end. */
    goOn(hasTime: () => boolean): boolean {
      const all = segments()
      const isPast = (at: number): boolean => (all[at + 1]?.firstN ?? Number.POSITIVE_INFINITY) <= nextN
      return all.every((segment, at) => isPast(at) || walk(segment, hasTime))
    },
    /** What comes before row `n` is not to be visited any more. */
    skipTo(n: number): void {
      nextN = Math.max(nextN, n)
    },
  }
}
