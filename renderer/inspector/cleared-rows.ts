import type { JournalFilter } from '../../contract/journal'
import type { Client } from '../state/client'

/** Forgets the rows of sessions, and knows how many of those that are gone a person cleared away here. */
export interface ClearedRows {
  clear(sessionId: string): Promise<void>
  of(sessionId: string | null): number
}

const everything: JournalFilter = { text: '', kinds: [], directions: [] }

export function createClearedRows(client: Client): ClearedRows {
  const cleared = new Map<string, number>()
  return {
    async clear(sessionId) {
      await client.request('journal.clear', { sessionId })
      const filter = { ...everything, kinds: [], directions: [] }
      const { dropped } = await client.request('journal.query', { sessionId, filter, offset: 0, limit: 0 })
      cleared.set(sessionId, dropped)
    },
    of: (sessionId) => cleared.get(sessionId ?? '') ?? 0,
  }
}
