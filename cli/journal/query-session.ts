import type { ExportSelection } from '../../contract/exports'
import type { ExportJob } from '../../main/engine/exports/export-job'
import { openExportSource } from '../../main/engine/exports/export-source'
import type { Output } from '../output'
import { rowLine, rowText } from './row-line'

export interface QueryOrder {
  readonly folder: string
  readonly selection: ExportSelection
  /** Rows at most; null = all. */
  readonly limit: number | null
}

/** Tells every row that is meant, and how many there are. Throws `invalid` for a query that is none. */
export async function querySession(
  { folder, selection, limit }: QueryOrder,
  job: ExportJob,
  output: Output,
): Promise<void> {
  const source = openExportSource({ folder, selection, redactions: { rules: [], fields: [] } })
  let matched = 0
  try {
    for await (const rows of source.slices(job))
      for (const row of rows) {
        matched += 1
        if (limit === null || matched <= limit) output.result(rowLine(row), rowText(row))
      }
  } finally {
    source.close()
  }
  const more = limit !== null && matched > limit ? `, the first ${limit} are shown` : ''
  const notes = source.notes()
  if (output.json) output.result({ event: 'done', matched, notes }, '')
  else for (const note of [`${matched} rows${more}`, ...notes]) output.note(note)
}
