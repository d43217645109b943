/** Taking over is one at a time, in order; the next waits until those that left have ended, so that nothing piles up. */
export function createTurnOver() {
  let last: Promise<unknown> = Promise.resolve()
  let leaving: Promise<void> = Promise.resolve()
  let closed = false

  return {
    /** Runs `work` when it is its turn, unless the session has ended by then; rejects as it does. */
    queue(work: () => Promise<void>): Promise<void> {
      const run = last.then(async () => {
        if (closed) return
        await work()
        await leaving
      })
      last = run.catch(() => leaving)
      return run
    },
    /** `end` is the end of an instance that does not answer any more. */
    leave(end: Promise<void> | undefined): void {
      const before = leaving
      // Not `Promise.all`: its outcome would hold that of the one before, and so that of every swap of a long call.
      leaving = (async () => {
        await end
        await before
      })()
    },
    isClosed: () => closed,
    /** Nothing that has not begun begins; resolves when what has is over. */
    async close(): Promise<void> {
      closed = true
      await last
      await leaving
    },
  }
}

export type TurnOver = ReturnType<typeof createTurnOver>
