import type { Clock } from '../clock'

/** Between two posts of what can wait, ms: a handler that prints in a loop would wake the other thread for each line. */
const BATCH_TIME = 20
/** What nobody waits for, and there is much of, waits for as long, ms. */
const LATER_TIME = 100

/** Messages to another thread, which gets them in their order, some of them together. */
export function createOutbox<M>(clock: Clock, post: (batch: readonly M[]) => void) {
  let waiting: M[] = []
  let timer: NodeJS.Timeout | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let postedAt = Number.NEGATIVE_INFINITY

  function flush(): void {
    clearTimeout(timer)
    dueAt = Number.POSITIVE_INFINITY
    const batch = waiting
    waiting = []
    postedAt = clock.now()
    post(batch)
  }

  function flushWithin(ms: number): void {
    const at = clock.now() + ms
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(flush, ms)
  }

  return {
    /** Sends it, and all that waits before it. */
    now(message: M): void {
      waiting.push(message)
      flush()
    },
    /** Sends it soon: at the end of this turn of the event loop, or {@link BATCH_TIME} after what was sent before it. */
    soon(message: M): void {
      waiting.push(message)
      flushWithin(Math.max(0, BATCH_TIME - (clock.now() - postedAt)))
    },
    /** Sends it with what comes after it, or after {@link LATER_TIME}. */
    later(message: M): void {
      waiting.push(message)
      flushWithin(LATER_TIME)
    },
  }
}

export type Outbox<M> = ReturnType<typeof createOutbox<M>>
