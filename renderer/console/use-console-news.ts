import { useEffect, useState } from 'react'
import type { JournalFilter } from '../../contract/journal'
import { useRowCount } from '../messages/use-journal-view'
import { useShownSession } from '../messages/use-shown-session'
import { levelsQuery } from './console-levels'

const errors: JournalFilter = {
  text: levelsQuery(['error']) ?? '',
  kinds: ['error', 'console'],
  directions: [],
}

/** How many errors came while the console was not looked at, in words; null = none. */
export function useConsoleNews(isOpen: boolean): string | null {
  const sessionId = useShownSession()
  const count = useRowCount(sessionId, errors)?.matched ?? 0
  const [seen, setSeen] = useState({ sessionId, count: 0 })
  const isOther = seen.sessionId !== sessionId
  useEffect(() => {
    // Fewer than were seen: the oldest are no longer kept.
    if (isOpen || isOther || count < seen.count) setSeen({ sessionId, count: isOther && !isOpen ? 0 : count })
  }, [isOpen, isOther, count, seen.count, sessionId])
  const fresh = isOther ? 0 : count - seen.count
  if (isOpen || fresh <= 0) return null
  return fresh === 1 ? '1 new error' : `${fresh} new errors`
}
