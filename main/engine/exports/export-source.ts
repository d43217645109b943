import { SoundcheckError } from '../../../contract/errors'
import type { ExportSelection } from '../../../contract/exports'
import type { RowKind } from '../../../contract/journal'
import { compileQuery, kindsOf } from '../../../contract/query/compile-query'
import { parseQuery } from '../../../contract/query/parse-query'
import { isMatchAll, type Query } from '../../../contract/query/query'
import { type QueryRow, rowAccess } from '../../../contract/query/row-access'
import type { RedactionCount, Redactions } from '../../../contract/redactions'
import type { StoredRow } from '../journal/journal-line'
import type { SessionHead } from '../journal/session-head'
import type { ExportJob } from './export-job'
import { createRedactor } from './redaction/redactor'
import { openSessionFiles } from './session-files'

/** What of a session is taken out: selected, and without what the rules take away. */
export interface ExportSource {
  readonly head: SessionHead
  readonly selection: ExportSelection
  /** Whether sound and pictures may be seen. */
  readonly hasMedia: boolean
  /** Rows in their order, some at a time; `job` is stepped after each time. */
  slices(job: ExportJob, kinds?: readonly RowKind[]): AsyncGenerator<readonly StoredRow[]>
  /** The same of all rows, whether they were selected or not: what those that were are about. */
  allSlices(job: ExportJob, kinds: readonly RowKind[]): AsyncGenerator<readonly StoredRow[]>
  /** What belongs to a row; null when there is nothing, or it is no longer kept, or was taken away. */
  bytesOf(row: StoredRow): Uint8Array | null
  redactText(text: string): string
  /** What was taken away so far. */
  redacted(): readonly RedactionCount[]
  /** What is not there, in sentences. */
  notes(): readonly string[]
  readonly gone: { readonly rows: number; readonly bytes: number }
  damagedLines(): number
  close(): void
}

export interface ExportSourceOptions {
  /** Of the session. */
  readonly folder: string
  readonly selection: ExportSelection
  readonly redactions: Redactions
}

function queryOf(text: string): Query {
  const { query, errors } = parseQuery(text)
  const [error] = errors
  if (!error) return query
  throw new SoundcheckError(
    'invalid',
    `The query is wrong at character ${error.from + 1}: ${error.message}`,
    {
      hint: error.hint ?? 'See the query language in the documentation.',
    },
  )
}

const US_PER_MS = 1000

/** Whether a row is one of those that are wanted. */
function createRowTest({ fromMs, toMs, side }: ExportSelection, query: Query): (row: StoredRow) => boolean {
  const fromUs = (fromMs ?? Number.NEGATIVE_INFINITY) * US_PER_MS
  const toUs = (toMs ?? Number.POSITIVE_INFINITY) * US_PER_MS
  const matches = isMatchAll(query) ? null : compileQuery<QueryRow>(query, rowAccess)
  return (row) => {
    if (row.atUs < fromUs || row.atUs > toUs) return false
    if (side !== null && row.direction !== null && row.direction !== side) return false
    return matches === null || matches({ ...row, hasBytes: row.bytes !== null })
  }
}

function wantedKinds(query: Query, kinds: readonly RowKind[] | undefined): ReadonlySet<RowKind> | undefined {
  const possible = kindsOf(query)
  if (kinds === undefined) return possible ?? undefined
  return new Set(kinds.filter((kind) => possible?.has(kind) ?? true))
}

const plural = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`

/** Opens a session for one export. Throws `not-found`, or `invalid` for a query that is none. */
export function openExportSource({ folder, selection, redactions }: ExportSourceOptions): ExportSource {
  const query = queryOf(selection.query)
  const isWanted = createRowTest(selection, query)
  const files = openSessionFiles(folder)
  const redactor = createRedactor(redactions)
  let damaged = 0
  /** Rows whose bytes had made room for newer ones. */
  let bytesMissing = 0

  async function* read(
    job: ExportJob,
    kinds: ReadonlySet<RowKind> | undefined,
    isTaken: (row: StoredRow) => boolean,
  ): AsyncGenerator<readonly StoredRow[]> {
    for (const { rows, read: done, of } of files.slices(kinds)) {
      await job.step(done / Math.max(1, of))
      yield rows.filter(isTaken).map(redactor.row)
    }
    damaged = Math.max(damaged, files.damagedLines())
  }

  return {
    head: redactor.head(files.head),
    selection,
    hasMedia: redactor.hasMedia,
    gone: { rows: files.rowsGone, bytes: files.bytesGone },
    slices(job, kinds) {
      bytesMissing = 0
      return read(job, wantedKinds(query, kinds), isWanted)
    },
    allSlices: (job, kinds) => read(job, new Set(kinds), () => true),
    bytesOf(row) {
      const bytes = files.bytesOf(row)
      if (bytes === null && row.bytes !== null) bytesMissing += 1
      return bytes && redactor.bytes(row, bytes)
    },
    redactText: redactor.text,
    redacted: redactor.counts,
    notes: () => [
      ...(files.rowsGone > 0
        ? [`The first ${plural(files.rowsGone, 'row is', 'rows are')} no longer kept and not in it.`]
        : []),
      ...(bytesMissing > 0
        ? [`The bytes of ${plural(bytesMissing, 'row', 'rows')} are no longer kept and not in it.`]
        : []),
      ...(damaged > 0 ? [`${plural(damaged, 'damaged line was', 'damaged lines were')} skipped.`] : []),
    ],
    damagedLines: () => damaged,
    close: files.close,
  }
}
