import type { SourcePosition } from '../../../contract/errors'
import {
  type JournalRow,
  type RowDirection,
  type RowKind,
  rowKinds,
  SUMMARY_LENGTH,
} from '../../../contract/journal'
import type { RowFields } from '../../../contract/row-fields'

/** A row as it is kept: with its whole text, and where its bytes lie in the session's stream of bytes. */
export interface StoredRow extends Omit<JournalRow, 'summary' | 'truncated' | 'hasBytes'> {
  readonly text: string
  /** Where they begin, and how many; null = it has none. */
  readonly bytes: readonly [start: number, length: number] | null
}

/** A line of a journal's file: a row without what is empty in it. */
type RowLine = Pick<StoredRow, 'n' | 'atUs' | 'kind' | 'sizeBytes'> & {
  readonly [K in 'direction' | 'type' | 'text' | 'position' | 'fields' | 'bytes']?: StoredRow[K] | undefined
}

const noFields: RowFields = {}
const kinds: ReadonlySet<string> = new Set(rowKinds)

export function toLine(row: StoredRow): string {
  const { n, atUs, kind, direction, type, sizeBytes, text, position, fields, bytes } = row
  const line: RowLine = {
    n,
    atUs,
    kind,
    direction: direction ?? undefined,
    type: type ?? undefined,
    sizeBytes,
    text: text || undefined,
    position: position ?? undefined,
    fields: fields === noFields ? undefined : fields,
    bytes: bytes ?? undefined,
  }
  return `${JSON.stringify(line)}\n`
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isText = (value: unknown): boolean => value === undefined || typeof value === 'string'

function isPosition(value: unknown): value is SourcePosition | undefined {
  if (value === undefined) return true
  const { file, line, column } = (value ?? {}) as Partial<SourcePosition>
  return typeof file === 'string' && isCount(line) && isCount(column)
}

function areFields(value: unknown): value is RowFields | undefined {
  if (value === undefined) return true
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((one) => ['number', 'boolean', 'string'].includes(typeof one))
}

const isSpan = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 2 && value.every(isCount))

/** By hand: a validator's time would be most of that of a search in a million lines. */
function isRowLine(value: unknown): value is RowLine {
  if (typeof value !== 'object' || value === null) return false
  const line = value as { readonly [K in keyof RowLine]: unknown }
  return (
    isCount(line.n) &&
    Number.isFinite(line.atUs) &&
    kinds.has(line.kind as string) &&
    (line.direction === undefined || line.direction === 'in' || line.direction === 'out') &&
    isText(line.type) &&
    isCount(line.sizeBytes) &&
    isText(line.text) &&
    isPosition(line.position) &&
    areFields(line.fields) &&
    isSpan(line.bytes)
  )
}

/** The row in `line`; null for a line that was torn or damaged. */
export function parseLine(line: string): StoredRow | null {
  try {
    const parsed: unknown = JSON.parse(line)
    if (!isRowLine(parsed)) return null
    const { n, atUs, kind, direction, type, sizeBytes, text, position, fields, bytes } = parsed
    return {
      n,
      atUs,
      kind: kind satisfies RowKind,
      direction: (direction ?? null) satisfies RowDirection | null,
      type: type ?? null,
      sizeBytes,
      text: text ?? '',
      position: position ?? null,
      fields: fields ?? noFields,
      bytes: bytes ?? null,
    }
  } catch {
    return null
  }
}

/** The row as lists show it. */
export function toRow({ text, bytes, ...row }: StoredRow): JournalRow {
  return {
    ...row,
    summary: text.slice(0, SUMMARY_LENGTH),
    truncated: text.length > SUMMARY_LENGTH,
    hasBytes: bytes !== null,
  }
}
