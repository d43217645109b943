import { useEffect, useMemo, useState } from 'react'
import type { JournalFilter } from '../../contract/journal'
import { useBench, useMirror, useSignal } from '../app/bench-context'
import { journalQuery, later } from './journal-query'
import type { JournalSummary, JournalView } from './journal-view'
import { createJournalView } from './journal-view'

export interface ShownJournal {
  readonly view: JournalView
  readonly summary: JournalSummary
}

/** The rows of `sessionId` that `filter` lets through; a new filter object shows other rows, null shows none. */
export function useJournalView(
  sessionId: string | null,
  filter: JournalFilter | null,
  paused: boolean,
): ShownJournal {
  const { client } = useBench()
  const [view] = useState(() => createJournalView({ query: journalQuery(client), later }))
  useEffect(() => view.show(sessionId, filter), [view, sessionId, filter])
  useEffect(() => view.pause(paused), [view, paused])
  useEffect(() => client.on('journal.grew', (grown) => view.grew(grown.sessionId)), [client, view])
  // After the end of an engine the next one may know the session, too: what was not fetched yet comes from there.
  const isThere = useMirror(
    ({ bench, link }) =>
      link === 'following' && sessionId !== null && bench.sessions[sessionId] !== undefined,
  )
  useEffect(() => {
    if (isThere && sessionId) view.grew(sessionId)
  }, [isThere, view, sessionId])
  useEffect(() => () => view.close(), [view])
  return { view, summary: useSignal(view.summary) }
}

/** How many rows a filter lets through, kept up to date; null = it is not asked for. */
export function useRowCount(sessionId: string | null, filter: JournalFilter | null): JournalSummary | null {
  const { view, summary } = useJournalView(sessionId, filter, false)
  useMemo(() => view.look(0, -1), [view])
  return filter === null ? null : summary
}
