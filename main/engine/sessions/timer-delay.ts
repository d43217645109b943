import type { Clock } from '../clock'

/** Between two looks, ms: often enough to meet a stall that is heard, seldom enough to cost nothing. */
const INTERVAL = 50

/** Looks how late the timers of this thread fire. */
export function createTimerDelay(clock: Clock) {
  let lookedAt = clock.now()
  let latest: number | null = null
  const looking = setInterval(() => {
    const now = clock.now()
    latest = Math.max(latest ?? 0, now - lookedAt - INTERVAL)
    lookedAt = now
  }, INTERVAL)

  return {
    /** The most since it was asked for, ms, which of the few in a second is their p99; null when none has fired. */
    take(): number | null {
      const taken = latest
      latest = null
      return taken
    },
    close: (): void => clearInterval(looking),
  }
}
