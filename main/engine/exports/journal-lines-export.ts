import { EXPORT_VERSION, type ExportSelection } from '../../../contract/exports'
import type { RedactionCount } from '../../../contract/redactions'
import { type StoredRow, toLine } from '../journal/journal-line'
import type { SessionHead } from '../journal/session-head'
import type { ExportSource } from './export-source'
import type { Exporter } from './exporter'
import { createLineWriter } from './line-writer'

export const JOURNAL_FORMAT = 'soundcheck-journal'

/** The first line of a journal in one file. */
export interface JournalFileHead {
  readonly format: typeof JOURNAL_FORMAT
  readonly version: number
  readonly appVersion: string | null
  readonly session: SessionHead
  readonly selection: ExportSelection
  /** Rules that held. */
  readonly redactions: readonly RedactionCount['rule'][]
  /** What was no longer kept when it was written: rows, and bytes of packets and messages. */
  readonly gone: { readonly rows: number; readonly bytes: number }
}

export function journalFileHead(source: ExportSource, appVersion: string | null): JournalFileHead {
  return {
    format: JOURNAL_FORMAT,
    version: EXPORT_VERSION,
    appVersion,
    session: source.head,
    selection: source.selection,
    redactions: source.redacted().map(({ rule }) => rule),
    gone: source.gone,
  }
}

/** A row as it is on the disk, but with its bytes in it instead of where they lie. */
function lineOf(row: StoredRow, bytes: Uint8Array | null): string {
  const line = toLine({ ...row, bytes: null })
  if (bytes === null) return line
  return `${line.slice(0, -2)},"data":"${Buffer.from(bytes).toString('base64')}"}\n`
}

/** Every row on a line of its own: what the import reads, and any tool. */
export const exportJournalLines: Exporter = async ({ source, file, job, appVersion }) => {
  const lines = createLineWriter(file)
  lines.write(`${JSON.stringify(journalFileHead(source, appVersion))}\n`)
  for await (const rows of source.slices(job))
    for (const row of rows) lines.write(lineOf(row, source.bytesOf(row)))
  lines.flush()
  return []
}
