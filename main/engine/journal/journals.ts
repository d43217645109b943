import type { SessionBudget } from '../../../contract/budget'
import type { SoundcheckError } from '../../../contract/errors'
import type { FramePaths } from '../../../contract/frame-path'
import type { JournalFilter, JournalPage, JournalUsage } from '../../../contract/journal'
import type { MessageTypes } from '../../../contract/message-types'
import { type JournalLimits, standardJournalLimits } from '../../../contract/preferences'
import type { RangeFigures } from '../../../contract/range-figures'
import type { RtpStreams } from '../../../contract/rtp-streams'
import type { StatsRange, StatsSlice } from '../../../contract/stats'
import type { TimelineRange, TimelineSlice } from '../../../contract/timeline'
import type { TurnLatencies } from '../../../contract/turn-latency'
import type { Clock } from '../clock'
import { createJournal, type Journal } from './journal'
import type { SessionHead } from './session-head'
import type { StoreLimits } from './store/row-store'
import { createStoreLink } from './store-link'

export interface JournalsOptions {
  readonly clock: Clock
  /** null = in memory alone. */
  readonly dir: string | null
  /** The compiled program of the thread in which they are kept; left out = this one. */
  readonly script?: string | undefined
  readonly limits?: JournalLimits | undefined
  /** Sessions whose journals are kept, however old. */
  readonly needed?: readonly string[]
  readonly onGrew: (size: { sessionId: string; total: number; dropped: number }) => void
  /** Nothing is kept of these sessions any more: they made room. */
  readonly onPruned?: (sessionIds: readonly string[]) => void
  readonly log: (line: string) => void
}

const MB = 1024 * 1024
/** Who asks for rows asks again when more have come, ms. */
const WATCH_TIME = 2000

/** Of each part of a session, once the disk has failed or where there is none. */
const MEMORY_BYTES = 64 * MB

function storeLimits(limits: JournalLimits, isOnDisk: boolean): StoreLimits {
  const { sessionRowsMb, sessionBytesMb, diskMb, sessions } = limits
  const rowBytes = isOnDisk ? sessionRowsMb * MB : MEMORY_BYTES
  const dataBytes = isOnDisk ? sessionBytesMb * MB : MEMORY_BYTES
  const session = { rowBytes, dataBytes, memoryBytes: MEMORY_BYTES }
  return { session, diskBytes: diskMb * MB, sessions, columnBytes: 256 * MB }
}

/** The journals of all sessions: written by those that live, read by whoever asks. */
export function createJournals(options: JournalsOptions) {
  const { clock, dir, script, needed = [], onGrew, log } = options
  const live = new Map<string, Journal>()
  /** When somebody last asked for rows of the sessions that live. */
  const askedAt = new Map<string, number>()
  const limits = storeLimits(options.limits ?? standardJournalLimits, dir !== null)
  let isTold = false
  const store = createStoreLink({
    start: { dir, limits, needed },
    script,
    on: {
      taken: ({ sessionId, size, dropped }) => live.get(sessionId)?.taken(size, dropped),
      failed,
      pruned: (sessionIds) => options.onPruned?.(sessionIds),
    },
  })

  /** A disk that fails would fail for every session. */
  function failed(sessionId: string | null, error: SoundcheckError): void {
    if (!isTold) log(error.message)
    isTold = true
    const text = [error.message, error.hint].join('\n')
    const told = sessionId === null ? live.values() : [live.get(sessionId)]
    for (const journal of told) journal?.append({ kind: 'error', type: 'disk', text })
  }

  /** What was appended before it was asked is found. */
  function flushed(sessionId: string): void {
    const journal = live.get(sessionId)
    if (!journal) return
    askedAt.set(sessionId, clock.now())
    journal.flush()
  }

  const isWatched = (sessionId: string): boolean =>
    clock.now() - (askedAt.get(sessionId) ?? Number.NEGATIVE_INFINITY) < WATCH_TIME

  return {
    open(head: SessionHead, origin: number): Journal {
      const { sessionId } = head
      store.tell({ type: 'open', head })
      const journal = createJournal({
        clock,
        origin,
        send(batch) {
          const transfer = [batch.rows.buffer, batch.data?.bytes.buffer].filter(Boolean) as ArrayBuffer[]
          store.tell({ type: 'rows', sessionId, batch }, transfer)
        },
        end(end) {
          store.tell({ type: 'end', sessionId, end })
          live.delete(sessionId)
          askedAt.delete(sessionId)
        },
        isWatched: () => isWatched(sessionId),
        onGrew: (size) => onGrew({ sessionId, ...size }),
      })
      live.set(sessionId, journal)
      return journal
    },
    setLimits: (next: JournalLimits): void =>
      store.tell({ type: 'limits', limits: storeLimits(next, dir !== null) }),
    /** Those of which something is kept. */
    heads: (): Promise<readonly SessionHead[]> => store.ask({ what: 'heads' }),
    /** What is kept of all sessions together. */
    usage: (): Promise<JournalUsage> => store.ask({ what: 'usage' }),
    /** Takes up a session whose folder somebody else has put there. */
    adopt: (sessionId: string): Promise<SessionHead> => store.ask({ what: 'adopt', sessionId }),
    page(sessionId: string, filter: JournalFilter, offset: number, limit: number): Promise<JournalPage> {
      flushed(sessionId)
      return store.ask({ what: 'page', sessionId, filter, offset, limit })
    },
    /** The whole text of a row; rejects with `not-found` when it is no longer kept. */
    detail(sessionId: string, n: number): Promise<string> {
      flushed(sessionId)
      return store.ask({ what: 'detail', sessionId, n })
    },
    bytes(sessionId: string, n: number): Promise<Uint8Array> {
      flushed(sessionId)
      return store.ask({ what: 'bytes', sessionId, n })
    },
    /** Its messages by type and direction. */
    types(sessionId: string): Promise<MessageTypes> {
      flushed(sessionId)
      return store.ask({ what: 'types', sessionId })
    },
    /** Its calls against the time that there was for them. */
    budget(sessionId: string): Promise<SessionBudget> {
      flushed(sessionId)
      return store.ask({ what: 'budget', sessionId })
    },
    /** How long its turns took. */
    turns(sessionId: string): Promise<TurnLatencies> {
      flushed(sessionId)
      return store.ask({ what: 'turns', sessionId })
    },
    /** How long its frames were on their way. */
    paths(sessionId: string): Promise<FramePaths> {
      flushed(sessionId)
      return store.ask({ what: 'paths', sessionId })
    },
    /** What passed in a part of it. */
    range(sessionId: string, fromUs: number, toUs: number): Promise<RangeFigures> {
      flushed(sessionId)
      return store.ask({ what: 'range', sessionId, fromUs, toUs })
    },
    /** A part of its time axis. */
    timeline(sessionId: string, range: TimelineRange): Promise<TimelineSlice> {
      flushed(sessionId)
      return store.ask({ what: 'timeline', sessionId, range })
    },
    /** What both ends measured of its connection. */
    stats(sessionId: string, range: StatsRange): Promise<StatsSlice> {
      flushed(sessionId)
      return store.ask({ what: 'stats', sessionId, range })
    },
    /** What its RTP streams add up to. */
    streams(sessionId: string): Promise<RtpStreams> {
      flushed(sessionId)
      return store.ask({ what: 'streams', sessionId })
    },
    async clear(sessionId: string): Promise<void> {
      flushed(sessionId)
      const dropped = await store.ask<number>({ what: 'clear', sessionId })
      live.get(sessionId)?.taken(0, dropped)
      onGrew({ sessionId, total: 0, dropped })
    },
    /** Writes what waits; bounded. Idempotent. */
    async close(): Promise<void> {
      for (const journal of live.values()) journal.flush()
      await store.close()
    },
  }
}

export type Journals = ReturnType<typeof createJournals>
