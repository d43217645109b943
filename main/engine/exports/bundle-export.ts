import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { SoundcheckError, toWireError } from '../../../contract/errors'
import { EXPORT_VERSION, type ExportFormat } from '../../../contract/exports'
import type { RedactionCount } from '../../../contract/redactions'
import { createRecordingFile } from '../clips/recording-file'
import { partOf } from './export-job'
import type { ExportSource } from './export-source'
import type { Exporter, ExporterParts } from './exporter'
import { exportInternals } from './internals-export'
import { exportJournalLines, journalFileHead } from './journal-lines-export'
import { exportPackets } from './packets-export'
import { exportSound } from './sound-export'
import { writeSourceFiles } from './source-files'
import { exportTrace } from './trace-export'
import { exportWebm } from './webm-export'

export const MANIFEST_FILE = 'manifest.json'
export const ROWS_FILE = 'rows.jsonl'

interface BundlePart {
  readonly name: string
  readonly format: ExportFormat
  /** Of one side only. */
  readonly side?: 'in' | 'out'
  readonly write: Exporter
}

const parts: readonly BundlePart[] = [
  { name: ROWS_FILE, format: 'jsonl', write: exportJournalLines },
  { name: 'packets.pcapng', format: 'pcapng', write: exportPackets },
  { name: 'client.wav', format: 'wav', side: 'in', write: exportSound },
  { name: 'handler.wav', format: 'wav', side: 'out', write: exportSound },
  { name: 'client.webm', format: 'webm', side: 'in', write: exportWebm },
  { name: 'handler.webm', format: 'webm', side: 'out', write: exportWebm },
  { name: 'trace.json', format: 'trace', write: exportTrace },
  { name: 'webrtc-internals.json', format: 'internals', write: exportInternals },
]

/** What `manifest.json` says of one file. */
export interface BundleEntry {
  readonly file: string
  readonly format: ExportFormat | 'source'
  readonly notes: readonly string[]
}

interface Written {
  readonly entries: readonly BundleEntry[]
  readonly leftOut: readonly { readonly file: string; readonly why: string }[]
}

/** The same source, of one side. */
function ofSide(source: ExportSource, side: 'in' | 'out' | undefined): ExportSource | null {
  if (side === undefined) return source
  const chosen = source.selection.side
  if (chosen !== null && chosen !== side) return null
  const isOfSide = (row: { readonly direction: string | null }): boolean => row.direction === side
  return {
    ...source,
    selection: { ...source.selection, side },
    async *slices(job, kinds) {
      for await (const rows of source.slices(job, kinds)) yield rows.filter(isOfSide)
    },
  }
}

async function writePart(part: BundlePart, file: string, { source, job, appVersion }: ExporterParts) {
  const own = ofSide(source, part.side)
  if (own === null) return { why: 'Only the other side was selected.' }
  const recording = createRecordingFile(file, true)
  try {
    return { notes: await part.write({ source: own, file: recording, path: file, job, appVersion }) }
  } catch (thrown) {
    // Nothing to put in is no failure of the bundle.
    if (thrown instanceof SoundcheckError && thrown.code === 'not-found')
      return { why: toWireError(thrown).message }
    throw thrown
  } finally {
    recording.close()
  }
}

async function writeParts(folder: string, exporter: ExporterParts) {
  const entries: BundleEntry[] = []
  const leftOut: { file: string; why: string }[] = []
  let redacted: readonly RedactionCount[] = []
  for (const [index, part] of parts.entries()) {
    const { name: file, format } = part
    const job = partOf(exporter.job, (index / parts.length) * 0.9, ((index + 1) / parts.length) * 0.9)
    const written = await writePart(part, path.join(folder, file), { ...exporter, job })
    if (written.notes) entries.push({ file, format, notes: written.notes })
    else leftOut.push({ file, why: written.why })
    // The rows are written first, and once: what was taken from them is what was taken.
    if (index === 0) redacted = exporter.source.redacted()
  }
  const files = await writeSourceFiles(folder, { ...exporter, job: partOf(exporter.job, 0.9, 0.95) })
  const sources = files.map((file): BundleEntry => ({ file, format: 'source', notes: [] }))
  if (sources.length === 0) leftOut.push(noSources)
  return { written: { entries: [...entries, ...sources], leftOut }, redacted }
}

const noSources = {
  file: 'handler',
  why: 'Its source is left out by a rule, was larger than 256 KB, or is no longer kept.',
} as const

function manifestOf(
  { source, appVersion }: ExporterParts,
  { entries, leftOut }: Written,
  redacted: readonly RedactionCount[],
) {
  return {
    format: 'soundcheck-bundle',
    version: EXPORT_VERSION,
    appVersion,
    versions: { node: process.versions.node, platform: process.platform, arch: process.arch },
    session: source.head,
    selection: source.selection,
    files: entries,
    leftOut,
    redactions: redacted.map(({ rule, count }) => ({ rule, count })),
    notKept: journalFileHead(source, appVersion).gone,
    damagedLines: source.damagedLines(),
    notes: source.notes(),
  }
}

/** Packs the files as they are into `zip`; what is sound and pictures does not get smaller by it. */
async function pack(
  folder: string,
  entries: readonly BundleEntry[],
  manifest: object,
  zip: string,
): Promise<void> {
  const bundle = new ZipFile()
  bundle.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), MANIFEST_FILE)
  for (const { file, format } of entries)
    bundle.addFile(path.join(folder, file), file, { compress: format !== 'webm' })
  bundle.end()
  await pipeline(bundle.outputStream, createWriteStream(zip))
}

/** Everything in one file, with a list of what is in it and what is not. */
export const exportBundle: Exporter = async (exporter) => {
  const { path: zip } = exporter
  const folder = mkdtempSync(`${zip}.files-`)
  try {
    const { written, redacted } = await writeParts(folder, exporter)
    await pack(folder, written.entries, manifestOf(exporter, written, redacted), zip)
    return written.entries.flatMap(({ file: name, notes }) => notes.map((note) => `${name}: ${note}`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
