import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import type { Worker } from 'node:worker_threads'
import type { Clock } from '../clock'

/** How busy one thread is. */
export interface LoadMeter {
  /** The share of its time that it works, 0..1, over the last second or so. */
  load(): number
}

/** The engine's own thread, or a session thread. */
export type Loaded = 'engine' | Worker

/** What is measured over less tells more of the moment than of the load, ms. */
const SHORTEST = 500

type Utilization = (since?: EventLoopUtilization) => EventLoopUtilization

/** Reads the event loop of a thread from outside: one that stalls need not say so itself. */
export function createLoadMeter(of: Loaded, clock: Clock): LoadMeter {
  const { eventLoopUtilization } = of === 'engine' ? performance : of.performance
  const read: Utilization = (since) => eventLoopUtilization(since)
  let from = { at: clock.now(), reading: read() }
  let latest = 0
  return {
    load() {
      const at = clock.now()
      if (at - from.at < SHORTEST) return latest
      const reading = read()
      latest = eventLoopUtilization(reading, from.reading).utilization
      from = { at, reading }
      return latest
    },
  }
}
