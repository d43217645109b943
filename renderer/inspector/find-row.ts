import type { JournalFilter, JournalRow } from '../../contract/journal'
import type { JournalViewDeps } from '../messages/journal-view'

type Query = JournalViewDeps['query']

/** One of the rows that a filter lets through, and its place among them. */
export interface FoundRow {
  readonly index: number
  readonly row: JournalRow
}

/**
 * The first row from number `n` on that `filter` lets through; null = there is none. Rows are in the order of their
 * numbers, so a guess from the numbers at both ends mostly hits: a handful of questions for a million rows.
 */
export async function findRow(
  query: Query,
  sessionId: string,
  filter: JournalFilter,
  n: number,
): Promise<FoundRow | null> {
  const at = async (index: number) => (await query(sessionId, filter, index, 1)).rows[0]
  const { matched } = await query(sessionId, filter, 0, 0)
  // `low` is before what is looked for, `high` is it or behind it.
  let low = { index: -1, n: -1 }
  let high: { index: number; n: number; row: JournalRow | null } = {
    index: matched,
    n: Number.POSITIVE_INFINITY,
    row: null,
  }
  for (let tries = 0; high.index - low.index > 1; tries += 1) {
    const index = guess(low, high, n, tries)
    const row = await at(index)
    // Older rows went meanwhile, all of them moved up.
    if (!row) high = { index, n: Number.POSITIVE_INFINITY, row: null }
    else if (row.n < n) low = { index, n: row.n }
    else high = { index, n: row.n, row }
  }
  return high.row ? { index: high.index, row: high.row } : null
}

interface Place {
  readonly index: number
  readonly n: number
}

/** Every other try halves what is left, so that numbers which are spread unevenly cost no more than that. */
function guess(low: Place, high: Place, n: number, tries: number): number {
  const width = high.index - low.index
  const isBlind = tries % 2 === 1 || !Number.isFinite(high.n)
  const share = isBlind ? 0.5 : (n - low.n) / (high.n - low.n)
  const index = low.index + Math.round(share * width)
  return Math.min(high.index - 1, Math.max(low.index + 1, index))
}

/** The last row before number `n` that `filter` lets through. */
export async function findRowBefore(
  query: Query,
  sessionId: string,
  filter: JournalFilter,
  n: number,
): Promise<FoundRow | null> {
  const next = await findRow(query, sessionId, filter, n)
  const { matched } = await query(sessionId, filter, 0, 0)
  const index = (next?.index ?? matched) - 1
  if (index < 0) return null
  const row = (await query(sessionId, filter, index, 1)).rows[0]
  return row ? { index, row } : null
}
