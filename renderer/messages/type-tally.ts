import type { JournalRow, RowDirection } from '../../contract/journal'
import { printWord } from '../../contract/query/print-query'

/** What is known of the messages of one type that went one way. */
export interface TypeTally {
  /** null = they are no JSON objects with a type. */
  readonly type: string | null
  readonly direction: RowDirection | null
  readonly count: number
  readonly sizeBytes: number
  /** A second, over the last {@link RATE_SPAN_MS}. */
  readonly rate: number
  /** When the newest came, session clock. */
  readonly lastUs: number
}

export const RATE_SPAN_MS = 10_000

/** Sums up rows by type and direction, those with the most bytes first. `nowUs` is on the session's clock. */
export function tallyTypes(rows: readonly JournalRow[], nowUs: number): readonly TypeTally[] {
  const tallies = new Map<string, TypeTally>()
  const recentUs = nowUs - RATE_SPAN_MS * 1000
  for (const { type, direction, sizeBytes, atUs } of rows) {
    const key = `${direction} ${type}`
    const before = tallies.get(key) ?? { type, direction, count: 0, sizeBytes: 0, rate: 0, lastUs: atUs }
    tallies.set(key, {
      ...before,
      count: before.count + 1,
      sizeBytes: before.sizeBytes + sizeBytes,
      rate: before.rate + (atUs > recentUs ? 1000 / RATE_SPAN_MS : 0),
      lastUs: Math.max(before.lastUs, atUs),
    })
  }
  return [...tallies.values()].sort((a, b) => b.sizeBytes - a.sizeBytes || b.count - a.count)
}

/** The query for the rows of one line. */
export function tallyQuery({ type, direction }: Pick<TypeTally, 'type' | 'direction'>): string {
  return [
    'kind:message,output',
    direction ? `dir:${direction}` : '',
    type === null ? '-type:*' : `type:${printWord(type, null)}`,
  ]
    .filter(Boolean)
    .join(' ')
}
