import { SoundcheckError } from '../../../contract/errors'

export interface ReorderOptions {
  /** ms that a packet waits at most for those missing before it. */
  readonly maxWait: number
  /** Packets held at most; one more gives up the oldest gap at once. */
  readonly maxHeld: number
}

export interface Ready<T> {
  readonly item: T
  /** How many numbers just before this one never came. After a jump of the sender's counter this is large: cap it. */
  readonly lostBefore: number
}

export interface ReorderCounters {
  /** Numbers given up. Some may arrive later and are then counted as `late` too. */
  readonly lost: number
  /** Packets dropped because their number was passed already: too late, or a second time. */
  readonly late: number
  /** Packets dropped because their number was held already. */
  readonly duplicates: number
}

/** Puts packets in order. Numbers are unwrapped sequence numbers; times are ms on any one monotonic clock. */
export interface ReorderBuffer<T> {
  /** What may go on, in order, now that `item` has come. A packet that is next in line passes at once. */
  push(sequence: number, item: T, now: number): Ready<T>[]
  /** What may go on because a gap has been waited for long enough; call it at {@link nextDeadline}. */
  tick(now: number): Ready<T>[]
  /** When the present gap will be given up; null while nothing is held. */
  nextDeadline(): number | null
  readonly counters: ReorderCounters
}

interface Held<T> {
  readonly item: T
  readonly arrivedAt: number
}

/**
 * A reorder buffer that adds no delay while packets come in order: it holds only behind a gap. The first packet ever is
 * where the order begins.
 */
export function createReorderBuffer<T>({ maxWait, maxHeld }: ReorderOptions): ReorderBuffer<T> {
  if (!(maxWait >= 0 && maxHeld >= 1)) {
    throw new SoundcheckError('invalid', `A reorder buffer cannot hold ${maxHeld} packets for ${maxWait} ms`)
  }
  const held = new Map<number, Held<T>>()
  const counters = { lost: 0, late: 0, duplicates: 0 }
  let next: number | null = null

  function take(sequence: number, item: T, ready: Ready<T>[]): void {
    const lostBefore = sequence - (next ?? sequence)
    counters.lost += lostBefore
    next = sequence + 1
    ready.push({ item, lostBefore })
    for (let following = held.get(next); following; following = held.get(next)) {
      held.delete(next)
      next += 1
      ready.push({ item: following.item, lostBefore: 0 })
    }
  }

  function skipGap(ready: Ready<T>[]): void {
    const sequence = Math.min(...held.keys())
    const first = held.get(sequence)
    held.delete(sequence)
    if (first) take(sequence, first.item, ready)
  }

  function nextDeadline(): number | null {
    if (held.size === 0) return null
    return Math.min(...[...held.values()].map(({ arrivedAt }) => arrivedAt)) + maxWait
  }

  function giveUp(now: number, ready: Ready<T>[]): Ready<T>[] {
    for (let deadline = nextDeadline(); deadline !== null; deadline = nextDeadline()) {
      if (now < deadline && held.size <= maxHeld) break
      skipGap(ready)
    }
    return ready
  }

  return {
    push(sequence, item, now) {
      const ready: Ready<T>[] = []
      if (next !== null && sequence < next) counters.late += 1
      else if (held.has(sequence)) counters.duplicates += 1
      else if (next === null || sequence === next) take(sequence, item, ready)
      else held.set(sequence, { item, arrivedAt: now })
      return giveUp(now, ready)
    },
    tick: (now) => giveUp(now, []),
    nextDeadline,
    counters,
  }
}
