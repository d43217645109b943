import { useEffect, useState } from 'react'
import type { JournalFilter, JournalRow } from '../../contract/journal'
import { useAttempt, useBench } from '../app/bench-context'
import { journalQuery } from './journal-query'

export interface NewestRows {
  readonly rows: readonly JournalRow[]
  /** How many there are in all. */
  readonly matched: number
}

const none: NewestRows = { rows: [], matched: 0 }

/** The newest `count` rows that `filter` lets through, read again every `everyMs`. */
export function useNewestRows(
  sessionId: string | null,
  filter: JournalFilter,
  count: number,
  everyMs: number,
): NewestRows {
  const { client } = useBench()
  const attempt = useAttempt('journal')
  const [newest, setNewest] = useState(none)
  useEffect(() => {
    setNewest(none)
    if (!sessionId) return
    const query = journalQuery(client)
    let current = true
    let hasGrown = true
    const read = async () => {
      const { matched } = await query(sessionId, filter, 0, 0)
      const { rows } = await query(sessionId, filter, Math.max(0, matched - count), count)
      if (current) setNewest({ rows, matched })
    }
    const look = () => {
      if (!hasGrown) return
      hasGrown = false
      attempt(read)
    }
    const off = client.on('journal.grew', (grown) => {
      hasGrown ||= grown.sessionId === sessionId
    })
    const timer = setInterval(look, everyMs)
    look()
    return () => {
      current = false
      off()
      clearInterval(timer)
    }
  }, [client, attempt, sessionId, filter, count, everyMs])
  return newest
}
