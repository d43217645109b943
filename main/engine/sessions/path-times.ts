import type { QuantileCollector } from '../media/quantiles'

/** The engine's own times, gathered over all sessions; see `EngineMetrics`. */
export interface PathTimes {
  readonly audio: QuantileCollector
  readonly video: QuantileCollector
  readonly swap: QuantileCollector
}
