/** Something that is to happen at a time of a {@link VirtualClock}. */
export interface VirtualTimer {
  readonly at: number
  readonly fire: () => void
}

/** Readings at one instant that take no time. */
const FREE_READINGS = 10_000
/** What each further one takes, ms: code that waits by looking at the clock gets to the end of its wait. */
const READING_MS = 0.01

/**
 * Time that passes only when it is moved, ms from 0. Timers are taken in the order of their times, those of one time in the order
 * in which they were added.
 */
export class VirtualClock {
  #now = 0
  #readings = 0
  /** The next one is the last. */
  readonly #timers: VirtualTimer[] = []

  get now(): number {
    return this.#now
  }

  /** What a program sees that looks at the clock. */
  read(): number {
    this.#readings += 1
    if (this.#readings > FREE_READINGS) this.#now += READING_MS
    return this.#now
  }

  /** Does nothing when it is later already. */
  moveTo(time: number): void {
    this.#readings = 0
    this.#now = Math.max(this.#now, time)
  }

  add(at: number, fire: () => void): VirtualTimer {
    const timer = { at, fire }
    let [low, high] = [0, this.#timers.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#timers[middle]?.at ?? 0) > at) low = middle + 1
      else high = middle
    }
    this.#timers.splice(low, 0, timer)
    return timer
  }

  remove(timer: VirtualTimer): void {
    const index = this.#timers.indexOf(timer)
    if (index >= 0) this.#timers.splice(index, 1)
  }

  /** When the next timer is due; null when there is none. */
  get nextAt(): number | null {
    return this.#timers.at(-1)?.at ?? null
  }

  /** Moves to the next timer's time, if that is not after `to`, and takes it. */
  takeNext(to: number): VirtualTimer | null {
    const next = this.#timers.at(-1)
    if (!next || next.at > to) return null
    this.#timers.pop()
    this.moveTo(next.at)
    return next
  }
}
