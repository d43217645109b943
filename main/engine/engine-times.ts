import type { EngineMetrics, Quantiles, SessionThreadLoad } from '../../contract/metrics'
import { createLoopDelay } from './loop-delay'
import { createQuantiles } from './media/quantiles'

/** What the engine measures of itself. */
export function createTimes() {
  const loopDelay = createLoopDelay()
  const paths = { audio: createQuantiles(), video: createQuantiles(), swap: createQuantiles() }
  return {
    paths,
    take: (threads: readonly Quantiles[], sessionThreads: readonly SessionThreadLoad[]): EngineMetrics => ({
      eventLoopDelay: worst(loopDelay.take(), threads),
      audioPath: paths.audio.take(),
      videoPath: paths.video.take(),
      swap: paths.swap.take(),
      sessionThreads,
    }),
    close: loopDelay.close,
  }
}

const worst = (own: Quantiles, others: readonly Quantiles[]): Quantiles =>
  others.reduce((late, other) => (other.p99 > late.p99 ? other : late), own)
