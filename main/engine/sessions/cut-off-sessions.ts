import type { HostKind } from '../../../contract/host-link'
import { noCounters, type SessionClient, type SessionEntry } from '../../../contract/state'
import type { Clock } from '../clock'
import { createJournal, type Journal } from '../journal/journal'
import type { JournalFiles } from '../journal/journal-files'

/** A session that ended with the engine, or the app, that ran it. */
export interface CutOff {
  readonly id: string
  readonly handlerId: string
  readonly handlerVersion: number
  readonly isolation: HostKind
  readonly client: SessionClient
  /** ms since the epoch. */
  readonly openedAt: number
  readonly endedAt: number
}

export interface CutOffSessionsOptions {
  readonly sessions: readonly CutOff[]
  readonly files: JournalFiles
  readonly clock: Clock
  readonly journalGrew: (size: { sessionId: string; total: number; dropped: number }) => void
}

/** Listed again as far as is known of them, until Soundcheck is closed. */
export interface CutOffSessions {
  readonly entries: ReadonlyMap<string, SessionEntry>
  /** Read from the disk when it is looked at; undefined when the session is none of these. */
  journal(id: string): Journal | undefined
  close(): void
}

const JOURNAL_BYTES = 64 * 1024 * 1024
const NOTIFY_INTERVAL = 50

function entryOf({ endedAt, ...session }: CutOff): SessionEntry {
  return {
    id: session.id,
    handlerId: session.handlerId,
    handlerVersion: session.handlerVersion,
    status: 'failed',
    host: 'gone',
    isolation: session.isolation,
    client: session.client,
    blocked: null,
    restart: null,
    rolledBack: null,
    queues: [],
    openedAt: session.openedAt,
    closedAt: endedAt,
    reason: 'Soundcheck ended unexpectedly',
    inputs: {},
    counters: noCounters,
    fault: null,
  }
}

function openJournal(sessionId: string, { files, clock, journalGrew }: CutOffSessionsOptions): Journal {
  const journal = createJournal({
    clock,
    origin: clock.now(),
    limitBytes: JOURNAL_BYTES,
    notifyInterval: NOTIFY_INTERVAL,
    onGrew: (size) => journalGrew({ sessionId, ...size }),
    restore: () => files.read(sessionId),
  })
  return {
    ...journal,
    clear() {
      journal.clear()
      // What the person takes away is not to come back; a file that cannot be removed is a row in its place.
      files.remove(sessionId).catch((thrown) => {
        journal.append({ kind: 'error', type: 'disk', text: `still on the disk: ${String(thrown)}`, at: 0 })
      })
    },
  }
}

export function createCutOffSessions(options: CutOffSessionsOptions): CutOffSessions {
  const journals = new Map(options.sessions.map(({ id }) => [id, openJournal(id, options)]))
  return {
    entries: new Map(options.sessions.map((session) => [session.id, entryOf(session)])),
    journal: (id) => journals.get(id),
    close() {
      for (const journal of journals.values()) journal.close()
    },
  }
}
