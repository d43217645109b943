import { createGridView } from './grid-view'
import { createLaneRows, timelineLanes } from './lane-rows'
import type { Segment } from './segment'

/** A call may have ended so much later than the part of it that is looked at, µs. */
const LONGEST_CALL_US = 10_000_000

export interface TimelineViewOptions {
  readonly segments: () => readonly Segment[]
  readonly bytesOf: (n: number) => Uint8Array | null
}

/** What the timeline draws of a session's rows. */
export const createTimelineView = ({ segments, bytesOf }: TimelineViewOptions) =>
  createGridView({
    segments,
    rules: timelineLanes,
    scan: () => (index) => createLaneRows(index, bytesOf),
    lateUs: LONGEST_CALL_US,
  })
