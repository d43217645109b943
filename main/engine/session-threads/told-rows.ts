import type { JournalEntry } from '../journal/journal'
import type { FromSessionThread } from './messages'
import { packRows } from './packed-rows'

/** A row that a session of this thread tells of. */
export interface ToldRow {
  readonly type: 'row'
  readonly sessionId: string
  /** `at` is set: it is the thread that knows when it was. */
  readonly row: JournalEntry
}

/** Puts the rows of each session together, before whatever else it says after them; `transfer` goes with the messages. */
export function packTold(told: readonly (FromSessionThread | ToldRow)[]): {
  readonly messages: readonly FromSessionThread[]
  readonly transfer: readonly ArrayBuffer[]
} {
  const messages: FromSessionThread[] = []
  const transfer: ArrayBuffer[] = []
  const gathered = new Map<string, JournalEntry[]>()

  function pushRows(sessionId: string): void {
    const rows = gathered.get(sessionId)
    if (!rows) return
    const packed = packRows(rows)
    gathered.delete(sessionId)
    transfer.push(packed.bytes.buffer)
    messages.push({ type: 'news', sessionId, news: { type: 'rows', packed } })
  }

  for (const message of told) {
    if (message.type === 'row') {
      const rows = gathered.get(message.sessionId)
      if (rows) rows.push(message.row)
      else gathered.set(message.sessionId, [message.row])
      continue
    }
    if (message.type === 'news') pushRows(message.sessionId)
    messages.push(message)
  }
  for (const sessionId of [...gathered.keys()]) pushRows(sessionId)
  return { messages, transfer }
}
