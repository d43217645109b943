import type { RowDirection } from './journal'

/** The messages of one JSON type that went one way in a session. */
export interface MessageTypeSummary {
  readonly direction: RowDirection
  /** null = no JSON, or without a `type`. */
  readonly type: string | null
  readonly count: number
  readonly bytes: number
  /** Session clock of the last one, microseconds. */
  readonly lastUs: number
  /** Messages a second over the last {@link RATE_SPAN_IN_S} of the session. */
  readonly perSecond: number
}

/** Answer of `journal.types`. */
export interface MessageTypes {
  /** The most frequent first. */
  readonly types: readonly MessageTypeSummary[]
  /** False while older rows are still being looked at; ask again. */
  readonly complete: boolean
}

export const RATE_SPAN_IN_S = 10

interface Sum {
  readonly direction: RowDirection
  readonly type: string | null
  count: number
  bytes: number
  lastUs: number
  /** Messages by second of the session. */
  readonly bySecond: Map<number, number>
}

const secondOf = (atUs: number): number => Math.floor(atUs / 1_000_000)

function rateOf({ bySecond }: Sum, now: number): number {
  let count = 0
  for (const [second, messages] of bySecond) if (second > now - RATE_SPAN_IN_S) count += messages
  return count / RATE_SPAN_IN_S
}

/** Adds up messages by type and direction, one after the other. */
export function createMessageTypes() {
  const sums = new Map<string, Sum>()
  let newest = 0

  function sumOf(direction: RowDirection, type: string | null): Sum {
    const key = JSON.stringify([direction, type])
    const known = sums.get(key)
    if (known) return known
    const made: Sum = { direction, type, count: 0, bytes: 0, lastUs: 0, bySecond: new Map() }
    sums.set(key, made)
    return made
  }

  return {
    /** The session goes on: rates are of the time up to now, microseconds on its clock. */
    pass(atUs: number): void {
      newest = Math.max(newest, secondOf(atUs))
    },
    add(direction: RowDirection, type: string | null, sizeBytes: number, atUs: number): void {
      const sum = sumOf(direction, type)
      const second = secondOf(atUs)
      newest = Math.max(newest, second)
      sum.count += 1
      sum.bytes += sizeBytes
      sum.lastUs = atUs
      sum.bySecond.set(second, (sum.bySecond.get(second) ?? 0) + 1)
      const [oldest] = sum.bySecond.keys()
      if (oldest !== undefined && oldest <= second - RATE_SPAN_IN_S) sum.bySecond.delete(oldest)
    },
    read: (): readonly MessageTypeSummary[] =>
      [...sums.values()]
        .map((sum) => {
          const { direction, type, count, bytes, lastUs } = sum
          return { direction, type, count, bytes, lastUs, perSecond: rateOf(sum, newest) }
        })
        .sort((a, b) => b.count - a.count),
  }
}
