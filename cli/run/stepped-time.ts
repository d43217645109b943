import type { Timers } from '../../main/engine/sessions/timers'

export interface SteppedTime extends Timers {
  now(): number
  /** When the next timer is due; null when there is none. */
  nextAt(): number | null
  /** Runs what falls due until `to`, in its order; without effect for what is past. */
  passTo(to: number): void
}

/** Time that passes only as it is told to, ms from 0, for what paces the sound and the pictures of a run. */
export function createSteppedTime(): SteppedTime {
  let now = 0
  const due = new Set<{ readonly at: number; readonly work: () => void }>()

  const next = () =>
    [...due].reduce<{ at: number; work: () => void } | null>((a, b) => (a && a.at <= b.at ? a : b), null)

  return {
    now: () => now,
    nextAt: () => next()?.at ?? null,
    after(ms, work) {
      const timer = { at: now + ms, work }
      due.add(timer)
      return () => void due.delete(timer)
    },
    passTo(to) {
      for (let timer = next(); timer && timer.at <= to; timer = next()) {
        due.delete(timer)
        now = Math.max(now, timer.at)
        timer.work()
      }
      now = Math.max(now, to)
    },
  }
}
