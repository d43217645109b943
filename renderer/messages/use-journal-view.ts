import { useEffect, useMemo, useState } from 'react'
import { useBench, useMirror, useSignal } from '../app/bench-context'
import type { JournalSummary, JournalView } from './journal-view'
import { createJournalView } from './journal-view'
import type { RowChoice } from './row-filter'
import { journalFilter } from './row-filter'

const later = (work: () => void, ms: number) => {
  const timer = setTimeout(work, ms)
  return () => clearTimeout(timer)
}

export interface ShownJournal {
  readonly view: JournalView
  readonly summary: JournalSummary
}

/** The journal of `sessionId` as far as `choice` wants it. */
export function useJournalView(sessionId: string | null, choice: RowChoice, paused: boolean): ShownJournal {
  const { client } = useBench()
  const [view] = useState(() =>
    createJournalView({
      query: (id, { text, kinds, directions }, offset, limit) =>
        client.request('journal.query', {
          sessionId: id,
          filter: { text, kinds: [...kinds], directions: [...directions] },
          offset,
          limit,
        }),
      clear: (id) => client.request('journal.clear', { sessionId: id }),
      later,
    }),
  )
  const filter = useMemo(() => journalFilter(choice), [choice])
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
