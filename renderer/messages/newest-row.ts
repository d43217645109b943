import type { RowKind } from '../../contract/journal'
import type { Client } from '../state/client'
import { journalQuery } from './journal-query'
import { textOf } from './use-row-content'

export interface NewestRow {
  /** How many rows of the kind there are, as far as they are counted. */
  readonly count: number
  /** The whole text of the newest; null = there is none. */
  readonly text: string | null
  readonly complete: boolean
}

/** The newest row of a kind: for rows that are readings. */
export async function newestRow(client: Client, sessionId: string, kind: RowKind): Promise<NewestRow> {
  const filter = { text: '', kinds: [kind], directions: [] }
  const query = journalQuery(client)
  const { matched: count, complete } = await query(sessionId, filter, 0, 0)
  const { rows } = await query(sessionId, filter, Math.max(0, count - 1), 1)
  const [row] = rows
  return { count, text: row ? await textOf(client, sessionId, row) : null, complete }
}
