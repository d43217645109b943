import type { StatsRange } from '../../contract/stats'
import { lengthOf, type TimeSpan } from '../timeline/time-view'

/** What is looked at: the newest in fine or coarse columns, all, or a part that was picked. */
export type StatsView = 'fine' | 'coarse' | 'all' | TimeSpan

/** The columns in which figures are kept, µs. */
const KEPT_US = 100_000
/** As many as can be told apart in a graph. */
const COLUMNS = 300
/** Of a session that has just begun. */
const LEAST_COLUMNS = 60
const SECOND_US = 1_000_000

/** As long as a multiple of those that are kept, so that nothing is parted. */
const columnFor = (lengthUs: number): number => Math.max(1, Math.ceil(lengthUs / COLUMNS / KEPT_US)) * KEPT_US

function rangeOf({ fromUs, toUs }: TimeSpan): StatsRange {
  const columnUs = columnFor(toUs - fromUs)
  const first = Math.floor(fromUs / columnUs)
  return { fromUs: first * columnUs, columnUs, columns: Math.max(1, Math.ceil(toUs / columnUs) - first) }
}

/** What to ask for, in a session that is `endUs` long as far as is known. */
export function rangeFor(view: StatsView, endUs: number): StatsRange {
  if (view === 'fine') return { fromUs: null, columnUs: KEPT_US, columns: COLUMNS }
  if (view === 'coarse') {
    const columns = Math.min(COLUMNS, Math.max(LEAST_COLUMNS, Math.ceil(endUs / SECOND_US)))
    return { fromUs: null, columnUs: SECOND_US, columns }
  }
  return rangeOf(view === 'all' ? { fromUs: 0, toUs: Math.max(SECOND_US, endUs) } : view)
}

/** Shorter ones are a click that slipped. */
export const isSpan = (span: TimeSpan): boolean => lengthOf(span) >= 2 * KEPT_US
