import type { WireError } from '../../../contract/errors'
import type { ExportOutcome, ExportPreview, ImportOutcome } from '../../../contract/exports'
import type { SideLoudness } from '../../../contract/loudness'
import type { SessionSound } from '../../../contract/session-sound'
import type { ExportJob } from './export-job'
import { type ImportOrder, importJournal } from './import/import-journal'
import { type MeasureOrder, measureSound } from './measure-sound'
import { readSound, type SoundOrder } from './read-sound'
import { type ExportOrder, runExport } from './run-export'
import { type PreviewOrder, runPreview } from './run-preview'

/** What takes its time. */
export type ExportTask =
  | { readonly what: 'export'; readonly order: ExportOrder }
  | { readonly what: 'import'; readonly order: ImportOrder }
  | { readonly what: 'preview'; readonly order: PreviewOrder }
  | { readonly what: 'sound'; readonly order: SoundOrder }
  | { readonly what: 'measure'; readonly order: MeasureOrder }

export interface TaskResults {
  readonly export: ExportOutcome
  readonly import: ImportOutcome
  readonly preview: ExportPreview
  readonly sound: SessionSound
  readonly measure: readonly SideLoudness[]
}

/** Engine -> export thread. */
export type ToExportThread = 'cancel'

/** Export thread -> engine. */
export type FromExportThread =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly value: TaskResults[ExportTask['what']] }
  | { readonly type: 'failed'; readonly error: WireError }

export function runTask(task: ExportTask, job: ExportJob): Promise<TaskResults[ExportTask['what']]> {
  switch (task.what) {
    case 'export':
      return runExport(task.order, job)
    case 'import':
      return importJournal(task.order, job)
    case 'preview':
      return runPreview(task.order, job)
    case 'sound':
      return readSound(task.order, job)
    case 'measure':
      return measureSound(task.order, job)
  }
}
