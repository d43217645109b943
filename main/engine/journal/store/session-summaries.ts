import type { SessionBudget } from '../../../../contract/budget'
import type { FramePaths } from '../../../../contract/frame-path'
import type { MessageTypes } from '../../../../contract/message-types'
import type { RangeFigures } from '../../../../contract/range-figures'
import type { RtpStreams } from '../../../../contract/rtp-streams'
import type { StatsRange, StatsSlice } from '../../../../contract/stats'
import type { TimelineRange, TimelineSlice } from '../../../../contract/timeline'
import type { TurnLatencies } from '../../../../contract/turn-latency'
import { createBudgetView } from './budget-view'
import { createPathView } from './path-view'
import { figuresOfRange } from './range-view'
import { createStatsView, type StatsViewOptions } from './stats-view'
import { createStreamView } from './stream-view'
import { createTimelineView, type TimelineViewOptions } from './timeline-view'
import { createTurnLatencyView } from './turn-latency-view'
import { createTypeView } from './type-view'

type HasTime = () => boolean

/** What the rows of one session add up to, each as far as it is added up while `hasTime`. */
export function createSessionSummaries({
  segments,
  bytesOf,
  textOf,
}: TimelineViewOptions & StatsViewOptions) {
  const streams = createStreamView(segments)
  const types = createTypeView(segments)
  const budget = createBudgetView(segments)
  const timeline = createTimelineView({ segments, bytesOf })
  const turns = createTurnLatencyView({ segments, bytesOf })
  const paths = createPathView({ segments, bytesOf })
  const stats = createStatsView({ segments, textOf })
  return {
    streams: (hasTime: HasTime): RtpStreams => streams.read(hasTime),
    /** The messages by type. */
    types: (hasTime: HasTime): MessageTypes => types.read(hasTime),
    /** The calls against the time that there was for them. */
    budget: (hasTime: HasTime): SessionBudget => budget.read(hasTime),
    timeline: (range: TimelineRange, hasTime: HasTime): TimelineSlice => timeline.read(range, hasTime),
    /** What both ends measured of the connection. */
    stats: (range: StatsRange, hasTime: HasTime): StatsSlice => stats.read(range, hasTime),
    /** How long answers took. */
    turns: (hasTime: HasTime): TurnLatencies => turns.read(hasTime),
    /** How long frames were on their way. */
    paths: (hasTime: HasTime): FramePaths => paths.read(hasTime),
    /** What passed from one time to another. */
    range: (fromUs: number, toUs: number, hasTime: HasTime): RangeFigures =>
      figuresOfRange(segments(), fromUs, toUs, hasTime),
    /** A person cleared the journal: what comes from row `n` on is counted from nothing. */
    clear(n: number): void {
      for (const view of [streams, types, budget, timeline, turns, paths, stats]) view.clear(n)
    },
  }
}
