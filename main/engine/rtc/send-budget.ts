export interface SendBudgetOptions {
  /** ms, monotonic. */
  readonly now: () => number
}

/**
 * How many packets one data channel may send. Each costs the engine's thread some 0.1 ms of encryption and system calls, and
 * that thread carries the sound of every session: one that floods gets a share of it, and less while the thread is late.
 */
export interface SendBudget {
  readonly isSpent: boolean
  /** `packets` go out; a message is never parted, so the budget may be overdrawn. */
  spend(packets: number): void
  /** ms after which it is worth looking again. */
  readonly wait: number
  /** A look came `ms` later than was asked for: the thread is busy, or it is not. */
  noteLateness(ms: number): void
}

/** Packets per ms: what a quiet engine grants, and what one gets that is late. */
const MOST = 1.6
const LEAST = 0.1
/** What is granted at once, packets: nobody who does not flood ever waits. */
const BURST = 32
/** How often a channel that has more to send is looked at, ms. */
const TICK = 10
/** Lateness above which the thread counts as busy, ms. */
const LATE = 6
const RECOVERY = 0.1

export function createSendBudget({ now }: SendBudgetOptions): SendBudget {
  let left = BURST
  let rate = MOST
  let lookedAt = now()

  function refill(): number {
    const time = now()
    left = Math.min(BURST, left + (time - lookedAt) * rate)
    lookedAt = time
    return left
  }

  return {
    get isSpent() {
      return refill() < 1
    },
    spend(packets) {
      left -= packets
    },
    get wait() {
      return Math.max(TICK, Math.ceil((1 - refill()) / rate))
    },
    noteLateness(ms) {
      refill()
      rate = ms > LATE ? Math.max(LEAST, rate / 2) : Math.min(MOST, rate + RECOVERY)
    },
  }
}
