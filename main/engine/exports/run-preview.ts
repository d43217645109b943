import type { ExportPreview, ExportSelection } from '../../../contract/exports'
import type { Redactions } from '../../../contract/redactions'
import type { ExportJob } from './export-job'
import { openExportSource } from './export-source'

export interface PreviewOrder {
  /** Of the session. */
  readonly folder: string
  readonly selection: ExportSelection
  readonly redactions: Redactions
}

/** Rows that are looked at: a preview is to be there while somebody waits. */
const MOST_ROWS = 100_000

/** What rules would take away. */
export async function runPreview(order: PreviewOrder, job: ExportJob): Promise<ExportPreview> {
  const source = openExportSource(order)
  let rows = 0
  try {
    for await (const slice of source.slices(job)) {
      rows += slice.length
      for (const row of slice) if (row.bytes !== null) source.bytesOf(row)
      if (rows >= MOST_ROWS) break
    }
    return { rows, counts: source.redacted(), complete: rows < MOST_ROWS }
  } finally {
    source.close()
  }
}
