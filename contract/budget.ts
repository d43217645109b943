/** How long the calls of a handler's methods take, against the time that there is for them. */

/** Of times in ms: half, 95 % and 99 % of them are at most this, to 1 %; the longest. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** The calls of one method in a session. */
export interface MethodBudget {
  readonly method: string
  /** Of the handler; null = of all versions together. */
  readonly version: number | null
  readonly ms: Spread
  /** From the arrival of the frame that it was called with until the call; null where it is called with none. */
  readonly waitMs: Spread | null
  /** The time for one call until the next frame comes, as it was last; null for a method that has none. */
  readonly budgetMs: number | null
  /** Calls that took longer than there was time. */
  readonly misses: number
  /** Calls that threw. */
  readonly failed: number
  /** When the longest one ended, microseconds on the session's clock. */
  readonly longestAtUs: number
}

/** Answer of `journal.budget`. */
export interface SessionBudget {
  /** By method, the whole before its versions, the newest version first; of older versions than the newest ten the whole alone. */
  readonly methods: readonly MethodBudget[]
  /** How late the engine's timers fired, p99 of each second. */
  readonly engineDelayMs: Spread | null
  /** By how much the handler's event loop was late, the most of each second. */
  readonly handlerDelayMs: Spread | null
  /** The part of the last second in which the handler's event loop was not idle, 1 = all of it; the most in any second. */
  readonly busy: { readonly now: number; readonly most: number } | null
  /** The same of the engine's work on the session's media: decoding, coding, handing over; without encryption. */
  readonly engineBusy: { readonly now: number; readonly most: number } | null
  /** Of the handler, now: its heap, and its buffers outside of it. */
  readonly heapBytes: number | null
  readonly externalBytes: number | null
  /** False while older rows are still being looked at; ask again. */
  readonly complete: boolean
}
