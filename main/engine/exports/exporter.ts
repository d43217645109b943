import type { RecordingFile } from '../clips/recording-file'
import type { ExportJob } from './export-job'
import type { ExportSource } from './export-source'

/** What the rows of a session become in one format. */
export interface ExporterParts {
  readonly source: ExportSource
  /** Empty, and closed by who made it. */
  readonly file: RecordingFile
  /** Where it lies. */
  readonly path: string
  readonly job: ExportJob
  /** Soundcheck's own; null = unknown. */
  readonly appVersion: string | null
}

/** Writes the file; resolves to what a person should know of it. Throws `not-found` when there is nothing that it could hold. */
export type Exporter = (parts: ExporterParts) => Promise<readonly string[]>
