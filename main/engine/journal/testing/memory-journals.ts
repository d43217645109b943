import type { SessionBudget } from '../../../../contract/budget'
import type { FramePaths } from '../../../../contract/frame-path'
import type { JournalRow } from '../../../../contract/journal'
import type { RangeFigures } from '../../../../contract/range-figures'
import type { StatsRange, StatsSlice } from '../../../../contract/stats'
import type { TimelineRange, TimelineSlice } from '../../../../contract/timeline'
import type { TurnLatencies } from '../../../../contract/turn-latency'
import { monotonicClock } from '../../clock'
import { createJournal, type Journal } from '../journal'
import type { SessionHead } from '../session-head'
import { createRowStore } from '../store/row-store'

const MB = 1024 * 1024
const limits = {
  session: { rowBytes: 64 * MB, dataBytes: 64 * MB, memoryBytes: 64 * MB },
  ...{ diskBytes: 64 * MB, sessions: 100, columnBytes: 64 * MB },
}

/** Journals that are kept in this thread's memory, so that their rows are there at once. */
export function createMemoryJournals() {
  const now = () => monotonicClock.now()
  const store = createRowStore({
    dir: null,
    limits,
    needed: [],
    now,
    on: { failed: () => undefined, pruned: () => undefined },
  })
  const journals = new Map<string, Journal>()

  return {
    open(head: SessionHead, origin: number): Journal {
      const { sessionId } = head
      store.open(head)
      const journal = createJournal({
        clock: monotonicClock,
        origin,
        send: (batch) => store.append(sessionId, batch),
        end: (end) => store.end(sessionId, end),
        isWatched: () => false,
        onGrew: () => undefined,
      })
      journals.set(sessionId, journal)
      return journal
    },
    /** The first ten thousand. */
    rows(sessionId: string): readonly JournalRow[] {
      journals.get(sessionId)?.flush()
      return store.page(sessionId, { text: '', kinds: [], directions: [] }, 0, 10_000).rows
    },
    budget(sessionId: string): SessionBudget {
      journals.get(sessionId)?.flush()
      return store.budget(sessionId)
    },
    timeline(sessionId: string, range: TimelineRange): TimelineSlice {
      journals.get(sessionId)?.flush()
      return store.timeline(sessionId, range)
    },
    range(sessionId: string, fromUs: number, toUs: number): RangeFigures {
      journals.get(sessionId)?.flush()
      return store.range(sessionId, fromUs, toUs)
    },
    turns(sessionId: string): TurnLatencies {
      journals.get(sessionId)?.flush()
      return store.turns(sessionId)
    },
    paths(sessionId: string): FramePaths {
      journals.get(sessionId)?.flush()
      return store.paths(sessionId)
    },
    stats(sessionId: string, range: StatsRange): StatsSlice {
      journals.get(sessionId)?.flush()
      return store.stats(sessionId, range)
    },
    clear: (sessionId: string): number => store.clear(sessionId),
    bytes: (sessionId: string, n: number): Uint8Array => store.bytes(sessionId, n),
  }
}

export type MemoryJournals = ReturnType<typeof createMemoryJournals>
