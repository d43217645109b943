/** Faults in a row of one loop that are too many, within this time. Source: handler interface, life cycle. */
const TOO_MANY = 5
const WITHIN = 10_000

/** Counts the faults of one loop since its last success. */
export class FaultStreak {
  #times: readonly number[] = []

  /** Notes a fault at `now` (ms); true when it is one too many. */
  failed(now: number): boolean {
    this.#times = [...this.#times, now].slice(-TOO_MANY)
    const [first] = this.#times
    return this.#times.length === TOO_MANY && first !== undefined && now - first <= WITHIN
  }

  succeeded(): void {
    this.#times = []
  }
}
