/** Injected where something happens after a while, so that tests can let it happen. */
export interface Timers {
  /** Runs `work` after `ms`; the result calls it off. */
  after(ms: number, work: () => void): () => void
}

export const realTimers: Timers = {
  after(ms, work) {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}
