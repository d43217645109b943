import { useEffect, useState } from 'react'
import type { JournalFilter } from '../../contract/journal'
import { useBench, useSignal } from '../app/bench-context'
import { journalQuery, later } from '../messages/journal-query'
import type { ConsoleLog, ConsoleRows } from './console-log'
import { createConsoleLog } from './console-log'

/** The console of `sessionId`; a new filter object shows other rows, null shows none. */
export function useConsoleLog(
  sessionId: string | null,
  filter: JournalFilter | null,
): { readonly log: ConsoleLog; readonly shown: ConsoleRows; readonly paused: boolean } {
  const { client, inspector } = useBench()
  const paused = useSignal(inspector.paused)
  const [log] = useState(() => createConsoleLog({ query: journalQuery(client), later }))
  useEffect(() => log.show(sessionId, filter), [log, sessionId, filter])
  useEffect(() => log.pause(paused), [log, paused])
  useEffect(() => client.on('journal.grew', (grown) => log.grew(grown.sessionId)), [client, log])
  useEffect(() => () => log.close(), [log])
  return { log, shown: useSignal(log.shown), paused }
}
