import type { Client } from '../state/client'
import type { JournalViewDeps } from './journal-view'

export const later = (work: () => void, ms: number) => {
  const timer = setTimeout(work, ms)
  return () => clearTimeout(timer)
}

/** Asks the engine for rows; what was asked with belongs to the engine then, so it gets a copy. */
export const journalQuery =
  (client: Client): JournalViewDeps['query'] =>
  (sessionId, { text, kinds, directions }, offset, limit) =>
    client.request('journal.query', {
      sessionId,
      filter: { text, kinds: [...kinds], directions: [...directions] },
      offset,
      limit,
    })
