import type { JournalEntry } from '../journal/journal'

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
export function packRows(rows: readonly JournalEntry[]): PackedRows {
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
