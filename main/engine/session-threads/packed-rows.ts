import type { JournalEntry } from '../journal/journal'
import type { FromSessionThread } from './messages'

/** A row that a session of this thread tells of. */
export interface ToldRow {
  readonly type: 'row'
  readonly sessionId: string
  /** `at` is set: it is the thread that knows when it was. */
  readonly row: JournalEntry
}

/** Rows of one session, in their order, as they go to another thread. */
export interface PackedRows {
  /** Without their bytes. */
  readonly rows: readonly JournalEntry[]
  /** How many of `bytes` are whose, in their order; -1 = the row has none. */
  readonly lengths: readonly number[]
  readonly bytes: Uint8Array<ArrayBuffer>
}

function withoutBytes({ bytes: _, ...row }: JournalEntry): JournalEntry {
  return row
}

/** All bytes in one buffer, which can be transferred: those of a packet are often a part of a larger one, and would take it along. */
function packRows(rows: readonly JournalEntry[]): PackedRows {
  const lengths = rows.map(({ bytes }) => bytes?.length ?? -1)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + Math.max(0, length), 0))
  let at = 0
  for (const row of rows) {
    if (!row.bytes) continue
    bytes.set(row.bytes, at)
    at += row.bytes.length
  }
  return { rows: rows.map((row) => (row.bytes ? withoutBytes(row) : row)), lengths, bytes }
}

/** The rows as they were packed; their bytes are views of one buffer. */
export function unpackRows({ rows, lengths, bytes }: PackedRows): JournalEntry[] {
  let at = 0
  return rows.map((row, index) => {
    const length = lengths[index] ?? -1
    if (length < 0) return row
    at += length
    return { ...row, bytes: bytes.subarray(at - length, at) }
  })
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
