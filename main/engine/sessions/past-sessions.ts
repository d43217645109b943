import type { HostKind } from '../../../contract/host-link'
import { openGate } from '../../../contract/message-gate'
import { noCounters, type SessionClient, type SessionEntry } from '../../../contract/state'
import type { SessionHead } from '../journal/session-head'

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

const unexpected = 'Soundcheck ended unexpectedly'

type Past = Pick<
  SessionEntry,
  'id' | 'handlerId' | 'handlerVersion' | 'client' | 'openedAt' | 'closedAt' | 'reason' | 'isolation'
> & { readonly status: 'closed' | 'failed' }

function entryOf(past: Past): SessionEntry {
  return {
    ...past,
    host: 'gone',
    blocked: null,
    restart: null,
    rolledBack: null,
    queues: [],
    messageGate: openGate,
    inputs: {},
    counters: noCounters,
    fault: null,
  }
}

function entryOfHead({
  sessionId,
  handlerId,
  handlerVersion,
  client,
  openedAt,
  end,
}: SessionHead): SessionEntry {
  const { at, status, reason } = end ?? { at: openedAt, status: 'failed', reason: unexpected }
  const isolation = 'thread'
  return entryOf({
    ...{ id: sessionId, handlerId, handlerVersion, client, openedAt, isolation },
    ...{ closedAt: at, status, reason },
  })
}

function entryOfCutOff({ endedAt, ...session }: CutOff): SessionEntry {
  return entryOf({ ...session, closedAt: endedAt, status: 'failed', reason: unexpected })
}

/** The sessions of earlier runs, as far as their journals are kept or somebody saw them cut off: they are listed again. */
export function pastSessions(
  heads: readonly SessionHead[],
  cutOff: readonly CutOff[],
): ReadonlyMap<string, SessionEntry> {
  return new Map([
    ...heads.map((head) => [head.sessionId, entryOfHead(head)] as const),
    ...cutOff.map((session) => [session.id, entryOfCutOff(session)] as const),
  ])
}
