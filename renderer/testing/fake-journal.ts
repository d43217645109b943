import type { JournalRow } from '../../contract/journal'
import { createMessageTypes } from '../../contract/message-types'
import { compileQuery } from '../../contract/query/compile-query'
import { parseQuery } from '../../contract/query/parse-query'
import { rowAccess } from '../../contract/query/row-access'
import type { Answers } from './fake-bridge'

export interface FakeJournal {
  /** For the requests of the journal. */
  readonly answers: Answers
  append(...rows: readonly JournalRow[]): void
}

/** The journal of one session as the engine answers for it, in the real query language. `texts` are the whole texts by number. */
export function createFakeJournal(
  initial: readonly JournalRow[],
  texts: { readonly [n: number]: string } = {},
  bytes: { readonly [n: number]: Uint8Array<ArrayBuffer> } = {},
): FakeJournal {
  let rows = [...initial]
  let dropped = 0
  const textOf = (row: JournalRow) => texts[row.n] ?? row.summary
  return {
    answers: {
      'journal.query': ({ filter: { text, kinds, directions }, offset, limit }) => {
        const matches = compileQuery(parseQuery(text).query, rowAccess)
        const found = rows.filter(
          (row) =>
            (kinds.length === 0 || kinds.includes(row.kind)) &&
            (directions.length === 0 || row.direction === null || directions.includes(row.direction)) &&
            matches({ ...row, text: textOf(row) }),
        )
        const page = found.slice(offset, offset + limit)
        return { rows: page, matched: found.length, total: rows.length, dropped, complete: true }
      },
      'journal.types': () => {
        const types = createMessageTypes()
        for (const { kind, direction, type, sizeBytes, atUs } of rows)
          if (kind === 'message' && direction) types.add(direction, type, sizeBytes, atUs)
        return { types: types.read(), complete: true }
      },
      'journal.detail': ({ n }) => ({ text: texts[n] ?? rows.find((row) => row.n === n)?.summary ?? '' }),
      'journal.bytes': ({ n }) => ({ bytes: bytes[n] ?? new Uint8Array() }),
      'journal.clear': () => {
        dropped += rows.length
        rows = []
        return null
      },
    },
    append: (...more) => {
      rows.push(...more)
    },
  }
}
