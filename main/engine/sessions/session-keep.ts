import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import { createJournal } from '../journal/journal'
import type { JournalFile } from '../journal/journal-file'
import type { JournalHead } from '../journal/journal-lines'
import { createOutputQueue } from './output-queue'
import type { SessionSeed } from './session-work'

const JOURNAL_BYTES = 64 * 1024 * 1024
const NOTIFY_INTERVAL = 50

export interface SessionKeepOptions {
  readonly clock: Clock
  /** Where the journal is kept beside the memory; left out = nowhere. */
  readonly openJournalFile?: ((head: JournalHead) => JournalFile) | undefined
  readonly journalGrew: (size: { sessionId: string; total: number; dropped: number }) => void
}

/** What the engine itself keeps of a session, wherever its work is done: it outlives the session. */
export function createSessionKeep(
  { id, version, origin, openedAt }: SessionSeed,
  { clock, openJournalFile, journalGrew }: SessionKeepOptions,
) {
  const journal = createJournal({
    clock,
    origin,
    limitBytes: JOURNAL_BYTES,
    notifyInterval: NOTIFY_INTERVAL,
    onGrew: (size) => journalGrew({ sessionId: id, ...size }),
    file: openJournalFile?.({
      sessionId: id,
      handlerId: version.id,
      handlerVersion: version.version,
      openedAt,
    }),
  })
  const outputs = createOutputQueue({
    onOverflow: (limit) =>
      journal.append({
        kind: 'signal',
        text: `${limit} outputs wait to be fetched; from now on the oldest are dropped`,
      }),
  })
  return {
    journal,
    outputs,
    queues: (): readonly QueueReading[] => [outputs.readQueue(), journal.readQueue()],
    /** The session has ended: no more will come, but what is there can still be looked at. */
    close(): void {
      outputs.close()
      journal.close()
    },
  }
}

export type SessionKeep = ReturnType<typeof createSessionKeep>
