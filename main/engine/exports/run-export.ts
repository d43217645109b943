import { renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { messageOf, SoundcheckError } from '../../../contract/errors'
import {
  type ExportFormat,
  type ExportOutcome,
  type ExportSelection,
  exportFormatInfos,
} from '../../../contract/exports'
import type { Redactions } from '../../../contract/redactions'
import { createRecordingFile } from '../clips/recording-file'
import { exportBundle } from './bundle-export'
import type { ExportJob } from './export-job'
import { openExportSource } from './export-source'
import type { Exporter } from './exporter'
import { exportInternals } from './internals-export'
import { exportIvf } from './ivf-export'
import { exportJournalLines } from './journal-lines-export'
import { exportPackets } from './packets-export'
import { exportSound } from './sound-export'
import { exportTrace } from './trace-export'
import { exportWebm } from './webm-export'

export interface ExportOrder {
  /** Of the session. */
  readonly folder: string
  readonly format: ExportFormat
  /** Absolute; what is there is replaced, once the new file is whole. */
  readonly path: string
  readonly selection: ExportSelection
  readonly redactions: Redactions
  readonly appVersion: string | null
}

const exporters: { readonly [F in ExportFormat]: Exporter } = {
  jsonl: exportJournalLines,
  pcapng: exportPackets,
  wav: exportSound,
  trace: exportTrace,
  webm: exportWebm,
  ivf: exportIvf,
  internals: exportInternals,
  bundle: exportBundle,
}

function putInPlace(draft: string, file: string): void {
  try {
    renameSync(draft, file)
  } catch (thrown) {
    throw new SoundcheckError('unavailable', `${file} cannot be written: ${messageOf(thrown)}`, {
      hint: 'Name a file in a folder that is there and that you may write to.',
      cause: thrown,
    })
  }
}

function checkSide({ format, selection }: ExportOrder): void {
  if (exportFormatInfos[format].sides === 'any' || selection.side !== null) return
  throw new SoundcheckError('invalid', `${exportFormatInfos[format].title} holds what one side sent.`, {
    hint: 'Say which one: what the client sent, or the handler.',
  })
}

/** Writes one file out of a session. It is there when it is whole, or not at all. */
export async function runExport(order: ExportOrder, job: ExportJob): Promise<ExportOutcome> {
  const { format, appVersion } = order
  checkSide(order)
  const source = openExportSource(order)
  const draft = `${order.path}.${process.pid}.part`
  try {
    const file = createRecordingFile(draft, true)
    let notes: readonly string[]
    try {
      notes = await exporters[format]({ source, file, path: draft, job, appVersion })
    } finally {
      file.close()
    }
    await job.step(1)
    const { size } = statSync(draft)
    putInPlace(draft, order.path)
    return { path: path.resolve(order.path), sizeBytes: size, notes: [...notes, ...source.notes()] }
  } finally {
    source.close()
    rmSync(draft, { force: true })
  }
}
