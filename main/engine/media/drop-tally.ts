/** What one queue had to drop: all of it is counted, but told of once a second at most. */
export interface DropTally {
  /** One more was dropped, and why, in a sentence; true = the first after a quiet time, to be told at once. */
  note(reason: string): boolean
  /** How many were dropped since the last call and not yet told of; to be called about once a second. */
  take(): number
  /** Since the tally was made. */
  readonly dropped: number
  /** Of the last one; null while there was none. */
  readonly reason: string | null
}

export function createDropTally(): DropTally {
  let dropped = 0
  let untold = 0
  let quiet = true
  let last: string | null = null
  return {
    note(reason) {
      const isFirst = quiet
      quiet = false
      dropped += 1
      last = reason
      if (!isFirst) untold += 1
      return isFirst
    },
    take() {
      const count = untold
      untold = 0
      quiet = count === 0
      return count
    },
    get dropped() {
      return dropped
    },
    get reason() {
      return last
    },
  }
}
