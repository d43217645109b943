/** What can be taken out of a journal, and how the window asks for it. */
import { z } from 'zod'
import { type RedactionCount, redactionsSchema } from './redactions'

/** The version of `rows.jsonl` and of the bundle; an import refuses a higher one. */
export const EXPORT_VERSION = 1

export const exportFormats = [
  'bundle',
  'jsonl',
  'pcapng',
  'wav',
  'webm',
  'ivf',
  'trace',
  'internals',
] as const
export type ExportFormat = (typeof exportFormats)[number]

/** How a format is offered to a person. */
export interface ExportFormatInfo {
  /** Of a file's name, with the dot. */
  readonly ending: string
  readonly title: string
  /** What is in it and what opens it, in a sentence. */
  readonly about: string
  /** `one`: it holds what one side sent, so that a side has to be chosen. */
  readonly sides: 'any' | 'one'
}

export const exportFormatInfos: { readonly [F in ExportFormat]: ExportFormatInfo } = {
  bundle: {
    ending: '.zip',
    title: 'Evidence bundle',
    about: 'All of the others in one file, with a list of what is in it. Soundcheck opens it again.',
    sides: 'any',
  },
  jsonl: {
    ending: '.jsonl',
    title: 'Journal (JSON lines)',
    about: 'Every row with its bytes, one on a line. Soundcheck opens it again.',
    sides: 'any',
  },
  pcapng: {
    ending: '.pcapng',
    title: 'Packets (pcapng)',
    about: 'RTP and RTCP without their encryption, for Wireshark.',
    sides: 'any',
  },
  wav: {
    ending: '.wav',
    title: 'Sound (WAV)',
    about: 'What was sent, lost packets concealed. Of both sides: the client left, the handler right.',
    sides: 'any',
  },
  webm: {
    ending: '.webm',
    title: 'Sound and pictures (WebM)',
    about: 'What one side sent, for any player.',
    sides: 'one',
  },
  ivf: {
    ending: '.ivf',
    title: 'Pictures (IVF)',
    about: 'The coded pictures of one side as they were sent (VP8 or H.264), for codec tools.',
    sides: 'one',
  },
  trace: {
    ending: '.json',
    title: 'Trace (Perfetto)',
    about: 'Calls, waits, messages and counters on one timeline, for ui.perfetto.dev and chrome://tracing.',
    sides: 'any',
  },
  internals: {
    ending: '.json',
    title: 'webrtc-internals dump',
    about: 'Negotiation and statistics in the form of chrome://webrtc-internals.',
    sides: 'any',
  },
}

const clockMs = z.number().min(0).max(1e12)

/** Which rows of a session are taken. */
export const exportSelectionSchema = z.strictObject({
  /** In the query language (`contract/query`); blank = all rows. */
  query: z.string().max(10_000),
  /** ms on the session's clock, both included; null = from its beginning, to its end. */
  fromMs: clockMs.nullable(),
  toMs: clockMs.nullable(),
  /** What the client sent (`in`) or the handler (`out`); rows without a direction are taken in any case. null = both. */
  side: z.enum(['in', 'out']).nullable(),
})
export type ExportSelection = z.infer<typeof exportSelectionSchema>

export const wholeSession: ExportSelection = { query: '', fromMs: null, toMs: null, side: null }

/** Answer of `export.preview`. */
export interface ExportPreview {
  /** Rows that are taken. */
  readonly rows: number
  readonly counts: readonly RedactionCount[]
  /** False when it was a long journal and only its first rows were looked at. */
  readonly complete: boolean
}

/** What came of an export. */
export interface ExportOutcome {
  /** Absolute. */
  readonly path: string
  readonly sizeBytes: number
  /** What a person should know of it, in sentences: what is missing and why. */
  readonly notes: readonly string[]
}

const fileSchema = z.string().min(1).max(4096)
const sessionIdSchema = z.string().min(1).max(100)

/** Params of `export.start`. `exportId` is made up by who asks, for `export.cancel` and `export.progressed`. */
export const exportRequestSchema = z.strictObject({
  exportId: z.string().min(1).max(100),
  sessionId: sessionIdSchema,
  format: z.enum(exportFormats),
  path: fileSchema,
  selection: exportSelectionSchema,
  redactions: redactionsSchema,
})
export type ExportRequest = z.infer<typeof exportRequestSchema>

export const previewRequestSchema = z.strictObject({
  sessionId: sessionIdSchema,
  selection: exportSelectionSchema,
  redactions: redactionsSchema,
})

/** Params of `export.measure`; ms on the session's clock, null = from its beginning, to its end. */
export const measureRequestSchema = z.strictObject({
  exportId: z.string().min(1).max(100),
  sessionId: sessionIdSchema,
  fromMs: clockMs.nullable(),
  toMs: clockMs.nullable(),
})

export type MeasureRequest = z.infer<typeof measureRequestSchema>

export const importRequestSchema = z.strictObject({ exportId: z.string().min(1).max(100), path: fileSchema })

/** Answer of `journal.import`. */
export interface ImportOutcome {
  /** Of the session that it became. */
  readonly sessionId: string
  readonly rows: number
  readonly notes: readonly string[]
}
