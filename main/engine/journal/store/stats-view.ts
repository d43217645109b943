import type { StatsRange, StatsSlice } from '../../../../contract/stats'
import { createGridView, GATHERED_US } from './grid-view'
import type { Segment } from './segment'
import { createStatScan, statLanes } from './stat-scan'

export interface StatsViewOptions {
  readonly segments: () => readonly Segment[]
  readonly textOf: (n: number) => string | null
}

/** What both ends of a session's connection measure, over time. */
export function createStatsView({ segments, textOf }: StatsViewOptions) {
  const view = createGridView({
    segments,
    rules: statLanes,
    scan: () => createStatScan(textOf),
    lateUs: GATHERED_US,
  })
  return {
    read({ fromUs, columnUs, columns }: StatsRange, hasTime: () => boolean): StatsSlice {
      // The newest column is not over yet: what is counted in it would seem to be less.
      const newest = () => (Math.floor(view.catchUp(hasTime) / columnUs) - columns) * columnUs
      const range = { fromUs: fromUs ?? newest(), columnUs, columns }
      const { lanes, endUs, complete } = view.read(range, hasTime)
      return { ...range, series: lanes, endUs, complete }
    },
    clear: view.clear,
  }
}
