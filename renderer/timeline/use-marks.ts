import { useCallback, useMemo } from 'react'
import type { JournalRow } from '../../contract/journal'
import { usePolled } from '../inspector/use-polled'
import { useRowNotes } from '../inspector/use-row-notes'
import { journalQuery } from '../messages/journal-query'
import type { Client } from '../state/client'

/** What stands on a time axis by itself, not by the hundred a second. */
export type MarkKind = 'fault' | 'version' | 'input' | 'mark'

export interface TimelineMark {
  readonly kind: MarkKind
  readonly row: JournalRow
  readonly note: string | null
}

const EVERY_MS = 500
/** Of each sort the newest. */
const MOST = 1000
const eventKinds = ['error', 'swap', 'input'] as const

async function newest(client: Client, sessionId: string, kinds: readonly JournalRow['kind'][]) {
  const query = journalQuery(client)
  const filter = { text: '', kinds, directions: [] }
  const { matched, complete } = await query(sessionId, filter, 0, 0)
  const { rows } = await query(sessionId, filter, Math.max(0, matched - MOST), MOST)
  return { rows, complete }
}

async function ask(client: Client, sessionId: string) {
  const [events, turns] = await Promise.all([
    newest(client, sessionId, eventKinds),
    newest(client, sessionId, ['turn']),
  ])
  return { value: { events: events.rows, turns: turns.rows }, complete: events.complete && turns.complete }
}

const kindOf = ({ kind }: JournalRow): MarkKind =>
  kind === 'error' ? 'fault' : kind === 'swap' ? 'version' : 'input'

const none = { events: [], turns: [] }

/** Faults, versions, inputs, and what a person has pinned, marked or noted; beside them the steps of the conversation. */
export function useMarks(sessionId: string | null) {
  const { value } = usePolled(sessionId, useCallback(ask, []), EVERY_MS)
  const { notes } = useRowNotes(sessionId)
  const { events, turns } = value ?? none
  const marks = useMemo(() => {
    const own = [...notes.pinned, ...(notes.marked ? [notes.marked] : [])]
    return [
      ...events.map((row): TimelineMark => ({ kind: kindOf(row), row, note: notes.notes[row.n] ?? null })),
      ...own.map((row): TimelineMark => ({ kind: 'mark', row, note: notes.notes[row.n] ?? null })),
    ].sort((a, b) => a.row.atUs - b.row.atUs)
  }, [events, notes])
  return { marks, turns }
}
