import { setTimeout } from 'node:timers/promises'
import type { EngineMetrics } from '../../contract/metrics'
import type { BenchApp } from '../../e2e/support/bench-app'
import { distributionOf, type Measured } from '../figure'
import { watchCpu, watchLoop } from '../main-process'
import type { CallTimes, Way } from '../page/call'
import type { Kind } from '../page/link'

export interface MeasuredCall {
  readonly times: CallTimes
  readonly metrics: EngineMetrics
  /** Of the main process, in the first half of the time. */
  readonly cpuPercent: Measured
  /** Of the main thread, ms, in the second half. */
  readonly loopDelay: Measured
}

export interface CallPlan {
  readonly way: Way
  readonly kinds: readonly Kind[]
  readonly seconds: number
}

/** s; Chromium's jitter buffer begins large and comes down in the first seconds of a call. */
const SETTLE = 4

async function watchMain(electron: BenchApp['electron'], seconds: number) {
  const half = (seconds * 1000) / 2
  const takeCpu = await watchCpu(electron)
  await setTimeout(half)
  const cpuPercent = await takeCpu()
  const takeLoop = await watchLoop(electron)
  await setTimeout(half)
  return { cpuPercent, loopDelay: await takeLoop() }
}

/** Opens a call, lets it settle and measures it. */
export async function measureCall(app: BenchApp, { way, kinds, seconds }: CallPlan): Promise<MeasuredCall> {
  const { page, electron } = app
  await page.evaluate(([to, media]) => benchPage.open(to, media), [way, kinds] as const)
  try {
    await page.evaluate((settle) => benchPage.record(settle), SETTLE)
    await page.evaluate(() => benchPage.metrics())
    const [times, main] = await Promise.all([
      page.evaluate((length) => benchPage.record(length), seconds),
      watchMain(electron, seconds),
    ])
    return { times, ...main, metrics: await page.evaluate(() => benchPage.metrics()) }
  } finally {
    await page.evaluate(() => benchPage.close())
  }
}

/** Latencies of the bursts of a call; throws when a good part of them was not heard again. */
export function burstsOf({ times }: MeasuredCall): Measured {
  const { latencies, lost } = times.audio
  if (lost > latencies.length / 4)
    throw new Error(`of ${latencies.length + lost} bursts only ${latencies.length} came back in time`)
  return distributionOf(latencies)
}
