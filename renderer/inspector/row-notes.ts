import type { StoreApi } from 'zustand/vanilla'
import type { JournalRow } from '../../contract/journal'
import { rowKinds } from '../../contract/journal'
import { createStoredStore, isText, listOf, oneOf, recordOf, shapeOf } from './stored-store'

/** What a person put on the rows of one session. Rows are kept whole: the journal may not have them any more. */
export interface SessionNotes {
  readonly sessionId: string
  /** The row that others are compared with and measured from. */
  readonly marked: JournalRow | null
  /** In their order. */
  readonly pinned: readonly JournalRow[]
  /** By number of the row. */
  readonly notes: { readonly [n: string]: string }
}

export interface RowNotes {
  /** Used last first. */
  readonly sessions: readonly SessionNotes[]
}

export type RowNotesStore = StoreApi<RowNotes>

const KEPT_SESSIONS = 50
const MAX_PINS = 50

const isNumber = (value: unknown): boolean => typeof value === 'number'
const isRow = shapeOf({
  n: isNumber,
  atUs: isNumber,
  kind: oneOf(rowKinds),
  sizeBytes: isNumber,
  summary: isText,
  fields: recordOf((value) => ['number', 'boolean', 'string'].includes(typeof value)),
})
const isSession = shapeOf({
  sessionId: isText,
  marked: (value) => value === null || isRow(value),
  pinned: listOf(isRow),
  notes: recordOf(isText),
})

export const createRowNotes = (storage: Storage | null): RowNotesStore =>
  createStoredStore<RowNotes>(storage, 'soundcheck.rows', { sessions: [] }, { sessions: listOf(isSession) })

const noNotes: Omit<SessionNotes, 'sessionId'> = { marked: null, pinned: [], notes: {} }
const emptyNotes: SessionNotes = { sessionId: '', ...noNotes }

export const notesOf = ({ sessions }: RowNotes, sessionId: string | null): SessionNotes =>
  sessions.find((session) => session.sessionId === sessionId) ?? emptyNotes

const isEmpty = ({ marked, pinned, notes }: SessionNotes): boolean =>
  marked === null && pinned.length === 0 && Object.keys(notes).length === 0

function changed(state: RowNotes, sessionId: string, change: Partial<SessionNotes>): RowNotes {
  const session = { ...notesOf(state, sessionId), sessionId, ...change }
  const others = state.sessions.filter((one) => one.sessionId !== sessionId)
  return { sessions: (isEmpty(session) ? others : [session, ...others]).slice(0, KEPT_SESSIONS) }
}

/** Marks the row, or takes the mark away where it has it. */
export function toggleMark(state: RowNotes, sessionId: string, row: JournalRow): RowNotes {
  const isMarked = notesOf(state, sessionId).marked?.n === row.n
  return changed(state, sessionId, { marked: isMarked ? null : row })
}

export function togglePin(state: RowNotes, sessionId: string, row: JournalRow): RowNotes {
  const { pinned } = notesOf(state, sessionId)
  const others = pinned.filter(({ n }) => n !== row.n)
  const isPinned = others.length < pinned.length
  const next = isPinned ? others : [...others, row].sort((a, b) => a.n - b.n).slice(-MAX_PINS)
  return changed(state, sessionId, { pinned: next })
}

/** A blank note is none. */
export function setNote(state: RowNotes, sessionId: string, n: number, text: string): RowNotes {
  const { [n]: _before, ...others } = notesOf(state, sessionId).notes
  return changed(state, sessionId, { notes: text.trim() === '' ? others : { ...others, [n]: text.trim() } })
}
