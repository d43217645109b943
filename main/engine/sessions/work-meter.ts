import type { Clock } from '../clock'
import type { Timers } from './timers'

/** Adds up how long this thread works for one session. */
export interface WorkMeter {
  /** Does it, and counts how long that took; what is done within it is counted once. */
  run<T>(work: () => T): T
  /** What these do is counted. */
  timers(timers: Timers): Timers
  /** ms of work since it was asked before. */
  take(): number
}

export function createWorkMeter(clock: Clock): WorkMeter {
  let workedMs = 0
  let isRunning = false

  function run<T>(work: () => T): T {
    if (isRunning) return work()
    isRunning = true
    const began = clock.now()
    try {
      return work()
    } finally {
      workedMs += clock.now() - began
      isRunning = false
    }
  }

  return {
    run,
    timers: (timers) => ({ after: (ms, work) => timers.after(ms, () => run(work)) }),
    take() {
      const taken = workedMs
      workedMs = 0
      return taken
    },
  }
}
