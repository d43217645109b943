import type { SourcePosition } from './errors'

/** What a row of the journal is about. Later kinds (call, rtp, stat ...) join this list. */
export const rowKinds = [
  'message',
  'console',
  'error',
  'output',
  'signal',
  'swap',
  'input',
  'turn',
  'finding',
] as const
export type RowKind = (typeof rowKinds)[number]
/** From the handler's side: `in` = from the client to the handler. */
export type RowDirection = 'in' | 'out'

/** One line of a session's journal, short enough to list by the thousand; the whole text comes by `journal.detail`. */
export interface JournalRow {
  /** Counts from 0 in the order things happened; never reused in a session. */
  readonly n: number
  /** Session clock, microseconds. */
  readonly atUs: number
  readonly kind: RowKind
  readonly direction: RowDirection | null
  /** A message's JSON `type`, a console line's level, an error's method, a turn event's name, a finding's rule. */
  readonly type: string | null
  /** Bytes of the whole text in UTF-8. */
  readonly sizeBytes: number
  /** The text up to {@link SUMMARY_LENGTH} characters; `truncated` says that there is more. */
  readonly summary: string
  readonly truncated: boolean
  readonly position: SourcePosition | null
}

export const SUMMARY_LENGTH = 500

/** Which rows a person wants to see; an empty list means all. */
export interface JournalFilter {
  /** Every blank-separated word must occur in the row's text or type, in any case. */
  readonly text: string
  readonly kinds: readonly RowKind[]
  readonly directions: readonly RowDirection[]
}

/** Rows `offset .. offset + rows.length` of those that match. */
export interface JournalPage {
  readonly rows: readonly JournalRow[]
  /** Rows that match the filter, as far as `scanned` rows were looked at. */
  readonly matched: number
  /** Rows kept in memory now. */
  readonly total: number
  /** Rows no longer kept, oldest first, because of the memory limit or `clear`. */
  readonly dropped: number
  /** False while older rows are still being searched for this filter; ask again. */
  readonly complete: boolean
}
