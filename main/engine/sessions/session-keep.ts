import type { QueueReading, SessionEntry } from '../../../contract/state'
import type { Journal } from '../journal/journal'
import type { SessionEnd, SessionHead } from '../journal/session-head'
import { createOutputQueue } from './output-queue'
import type { SessionSeed } from './session-work'

/** Begins the journal of a session; `origin` is the engine's clock at its start. */
export type OpenJournal = (head: SessionHead, origin: number) => Journal

/** How a session ended, as it is written down. */
export function endOf({ status, closedAt, reason }: SessionEntry): SessionEnd {
  return { at: closedAt ?? Date.now(), status: status === 'failed' ? 'failed' : 'closed', reason }
}

/** What the engine itself keeps of a session, wherever its work is done: it outlives the session. */
export function createSessionKeep(
  { id, version, client, origin, openedAt }: SessionSeed,
  openJournal: OpenJournal,
) {
  const journal = openJournal(
    { sessionId: id, handlerId: version.id, handlerVersion: version.version, openedAt, client },
    origin,
  )
  const outputs = createOutputQueue({
    onOverflow: (limit) =>
      journal.append({
        kind: 'signal',
        type: 'handler',
        text: `${limit} outputs wait to be fetched; from now on the oldest are dropped`,
      }),
  })
  return {
    journal,
    outputs,
    queues: (): readonly QueueReading[] => [outputs.readQueue(), journal.readQueue()],
    /** The session has ended: no more will come, but what is there can still be looked at. */
    close(end: SessionEnd): void {
      outputs.close()
      journal.close(end)
    },
  }
}

export type SessionKeep = ReturnType<typeof createSessionKeep>
