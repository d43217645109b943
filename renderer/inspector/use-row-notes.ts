import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { JournalRow } from '../../contract/journal'
import { useBench } from '../app/bench-context'
import { notesOf, type SessionNotes, setNote, toggleMark, togglePin } from './row-notes'

export interface RowNoting {
  readonly notes: SessionNotes
  mark(row: JournalRow): void
  pin(row: JournalRow): void
  note(n: number, text: string): void
}

/** What a person put on the rows of a session, and how to change it. */
export function useRowNotes(sessionId: string | null): RowNoting {
  const store = useBench().inspector.notes
  const notes = useStore(store, (state) => notesOf(state, sessionId))
  return useMemo(() => {
    const id = sessionId ?? ''
    return {
      notes,
      mark: (row) => store.setState((state) => toggleMark(state, id, row)),
      pin: (row) => store.setState((state) => togglePin(state, id, row)),
      note: (n, text) => store.setState((state) => setNote(state, id, n, text)),
    }
  }, [store, notes, sessionId])
}
