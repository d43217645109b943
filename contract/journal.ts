import type { SourcePosition } from './errors'
import type { RowFields } from './row-fields'
import type { RowKind } from './row-kinds'

export { type RowKind, rowKinds } from './row-kinds'

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
  /**
   * A message's JSON `type`, a console line's level, an error's or a call's method, a turn event's name, a finding's rule,
   * an RTCP packet's name, a signal's phase, a medium.
   */
  readonly type: string | null
  /** Bytes of what the row is about: of the text in UTF-8, or of the packet or binary message that is its data. */
  readonly sizeBytes: number
  /** The text up to {@link SUMMARY_LENGTH} characters; `truncated` says that there is more. */
  readonly summary: string
  readonly truncated: boolean
  readonly position: SourcePosition | null
  /** What is known of it beside its text: numbers, flags and words of its kind. */
  readonly fields: RowFields
  /** Whether bytes belong to it that `journal.bytes` gives: a packet, a binary message. */
  readonly hasBytes: boolean
}

export const SUMMARY_LENGTH = 500

/** Which rows a person wants to see; an empty list means all. */
export interface JournalFilter {
  /** In the query language (`contract/query`); blank = all rows. */
  readonly text: string
  readonly kinds: readonly RowKind[]
  readonly directions: readonly RowDirection[]
}

/** What is kept of all sessions together. */
export interface JournalUsage {
  readonly sessions: number
  /** On the disk. */
  readonly bytes: number
}

/** Rows `offset .. offset + rows.length` of those that match. */
export interface JournalPage {
  readonly rows: readonly JournalRow[]
  /** Rows that match the filter, as far as `scanned` rows were looked at. */
  readonly matched: number
  /** Rows kept now. */
  readonly total: number
  /** Rows no longer kept, oldest first, because of a limit or `clear`. */
  readonly dropped: number
  /** False while older rows are still being searched for this filter; ask again. */
  readonly complete: boolean
}
