import { createHistogram } from 'node:perf_hooks'
import type { Spread } from '../../../../contract/budget'

/** Times are counted in microseconds: the shortest and the longest that are told apart. */
const SHORTEST = 1
const LONGEST = 3_600_000_000
const US_PER_MS = 1000

/** Adds up times, ms; it takes the same little memory however many they are. */
export function createSpread() {
  const histogram = createHistogram({ lowest: SHORTEST, highest: LONGEST, figures: 2 })
  let count = 0
  let max = 0
  const percentile = (share: number): number => Math.min(max, histogram.percentile(share) / US_PER_MS)
  return {
    add(ms: number): void {
      histogram.record(Math.min(LONGEST, Math.max(SHORTEST, Math.round(ms * US_PER_MS))))
      count += 1
      max = Math.max(max, ms)
    },
    /** null as long as there was none. */
    read: (): Spread | null =>
      count === 0 ? null : { count, p50: percentile(50), p95: percentile(95), p99: percentile(99), max },
  }
}

export type SpreadSum = ReturnType<typeof createSpread>
