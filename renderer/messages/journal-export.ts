import type { JournalFilter, JournalRow } from '../../contract/journal'
import type { Client } from '../state/client'

const ROWS_A_QUERY = 1000
/** More than this does not belong on a clipboard. */
export const MAX_COPIED_ROWS = 10_000

async function textOf(client: Client, sessionId: string, row: JournalRow): Promise<string> {
  if (!row.truncated) return row.summary
  return (await client.request('journal.detail', { sessionId, n: row.n })).text
}

/** One row as a line of JSON, with its whole text. */
export async function rowAsJson(client: Client, sessionId: string, row: JournalRow): Promise<string> {
  const { n, atUs, kind, direction, type, position } = row
  const text = await textOf(client, sessionId, row)
  return JSON.stringify({ n, atUs, kind, direction, type, text, ...(position ? { position } : {}) })
}

/** The rows that match `filter`, the newest {@link MAX_COPIED_ROWS} of them, as JSON lines. */
export async function rowsAsJsonLines(
  client: Client,
  sessionId: string,
  filter: JournalFilter,
  matched: number,
): Promise<{ readonly text: string; readonly rows: number }> {
  const lines: string[] = []
  for (let offset = Math.max(0, matched - MAX_COPIED_ROWS); offset < matched; offset += ROWS_A_QUERY) {
    const limit = Math.min(ROWS_A_QUERY, matched - offset)
    const filterCopy = { ...filter, kinds: [...filter.kinds], directions: [...filter.directions] }
    const { rows } = await client.request('journal.query', { sessionId, filter: filterCopy, offset, limit })
    for (const row of rows) lines.push(await rowAsJson(client, sessionId, row))
    if (rows.length === 0) break
  }
  return { text: lines.join('\n'), rows: lines.length }
}
