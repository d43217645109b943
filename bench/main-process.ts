import type { ElectronApplication } from '@playwright/test'
import { type Measured, quantilesMeasured } from './figure'

type Watched = typeof globalThis & { loopDelay?: import('node:perf_hooks').IntervalHistogram }

/** The monitor's own period, ms: a loop that is never late shows this much, so it is taken off. */
const RESOLUTION = 10

async function cpuNow(electron: ElectronApplication): Promise<{ usedMs: number; atMs: number }> {
  return await electron.evaluate(() => {
    const { user, system } = process.cpuUsage()
    return { usedMs: (user + system) / 1000, atMs: performance.now() }
  })
}

/** Begins to watch; gives what all threads of the main process took from then on, in % of one processor. */
export async function watchCpu(electron: ElectronApplication): Promise<() => Promise<Measured>> {
  const before = await cpuNow(electron)
  return async () => {
    const now = await cpuNow(electron)
    const time = now.atMs - before.atMs
    return { count: Math.round(time / 1000), mean: (100 * (now.usedMs - before.usedMs)) / time }
  }
}

/**
 * Begins to watch; gives how late timers of the main thread fired from then on, ms. Not together with {@link watchCpu}:
 * the monitor's hundred timers a second are themselves some percent of a processor in Electron's main thread.
 */
export async function watchLoop(electron: ElectronApplication): Promise<() => Promise<Measured>> {
  await electron.evaluate((_electron, resolution) => {
    const histogram = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution })
    histogram.enable()
    ;(globalThis as Watched).loopDelay = histogram
  }, RESOLUTION)
  return async () => {
    const quantiles = await electron.evaluate((_electron, resolution) => {
      const watched = globalThis as Watched
      const histogram = watched.loopDelay
      if (!histogram) throw new Error('the main thread was not watched')
      histogram.disable()
      delete watched.loopDelay
      const ms = (ns: number) => Math.max(0, ns / 1e6 - resolution)
      const at = (percent: number) => ms(histogram.percentile(percent))
      return { count: histogram.count, p50: at(50), p95: at(95), p99: at(99), max: ms(histogram.max) }
    }, RESOLUTION)
    return quantilesMeasured(quantiles)
  }
}
