import type { Timers } from '../timers'

/** Time that passes only when a test lets it pass. */
export function createManualTimers() {
  let now = 0
  let due: { readonly at: number; readonly work: () => void }[] = []

  const timers: Timers = {
    after(ms, work) {
      const timer = { at: now + ms, work }
      due.push(timer)
      return () => {
        due = due.filter((one) => one !== timer)
      }
    },
  }

  return {
    ...timers,
    now: () => now,
    waiting: () => due.length,
    /** Runs what falls due within `ms`, in its order. */
    pass(ms: number): void {
      const end = now + ms
      for (;;) {
        const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        due = due.filter((one) => one !== next)
        now = next.at
        next.work()
      }
      now = end
    },
  }
}
