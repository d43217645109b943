import type { JournalRow } from '../journal'
import type { RowFieldValue } from '../row-fields'
import type { RowAccess } from './compile-query'

/** A row with its whole text. */
export type QueryRow = Omit<JournalRow, 'summary' | 'truncated'> & { readonly text: string }

type Reader = (row: QueryRow) => RowFieldValue | null

const builtIn: { readonly [name: string]: Reader } = {
  kind: (row) => row.kind,
  direction: (row) => row.direction,
  type: (row) => row.type,
  size: (row) => row.sizeBytes,
  atUs: (row) => row.atUs,
  n: (row) => row.n,
  file: (row) => row.position?.file ?? null,
  line: (row) => row.position?.line ?? null,
  hasBytes: (row) => row.hasBytes,
}

/** How queries look into rows that are plain objects. */
export const rowAccess: RowAccess<QueryRow> = {
  field: (name) => builtIn[name] ?? ((row) => row.fields[name] ?? null),
  hasText: (needle) => (row) =>
    row.text.toLowerCase().includes(needle) || (row.type?.toLowerCase().includes(needle) ?? false),
  text: (row) => row.text,
}
