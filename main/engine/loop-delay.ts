import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Quantiles } from '../../contract/metrics'

/** The monitor's own period, ms: an idle loop shows this much, so it is taken off. */
const RESOLUTION = 10
const NS_PER_MS = 1e6

/**
 * How late this thread's timers fire; `take` gives the figures since the last call. The monitor wakes the thread a hundred
 * times a second, so it runs only from the first `take` on: who never asks does not pay.
 */
export function createLoopDelay() {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION })
  const late = (ns: number) => Math.max(0, ns / NS_PER_MS - RESOLUTION)
  return {
    take(): Quantiles {
      const quantiles = {
        count: histogram.count,
        p50: late(histogram.percentile(50)),
        p95: late(histogram.percentile(95)),
        p99: late(histogram.percentile(99)),
        max: histogram.count === 0 ? 0 : late(histogram.max),
      }
      histogram.reset()
      histogram.enable()
      return quantiles
    },
    close: () => histogram.disable(),
  }
}
