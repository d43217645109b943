import type { JournalFilter } from '../../contract/journal'
import type { Client } from '../state/client'
import { journalQuery } from './journal-query'
import { rowAsJson } from './row-forms'
import { textOf } from './use-row-content'

const ROWS_A_QUERY = 1000
/** More than this does not belong on a clipboard. */
export const MAX_COPIED_ROWS = 10_000

/** The rows that match `filter`, the newest {@link MAX_COPIED_ROWS} of them, as JSON lines. */
export async function rowsAsJsonLines(
  client: Client,
  sessionId: string,
  filter: JournalFilter,
  matched: number,
): Promise<{ readonly text: string; readonly rows: number }> {
  const query = journalQuery(client)
  const lines: string[] = []
  for (let offset = Math.max(0, matched - MAX_COPIED_ROWS); offset < matched; offset += ROWS_A_QUERY) {
    const { rows } = await query(sessionId, filter, offset, Math.min(ROWS_A_QUERY, matched - offset))
    for (const row of rows) lines.push(rowAsJson(row, await textOf(client, sessionId, row)))
    if (rows.length === 0) break
  }
  return { text: lines.join('\n'), rows: lines.length }
}
