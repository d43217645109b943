import { isDeepStrictEqual } from 'node:util'
import type { JsonValue } from '../../../contract/json'
import { mayFollow, sessionTransitions } from '../../../contract/machines'
import { openGate } from '../../../contract/message-gate'
import {
  noCounters,
  type QueueReading,
  type SessionClient,
  type SessionCounters,
  type SessionEntry,
  type SessionStatus,
} from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'

export interface SessionEntryOptions {
  readonly id: string
  readonly version: HandlerVersion
  readonly client: SessionClient
  readonly inputs: { readonly [name: string]: JsonValue }
  /** ms since the epoch. */
  readonly openedAt: number
}

/** What is listed of a session that is about to be opened. */
export function firstEntry({ id, version, client, inputs, openedAt }: SessionEntryOptions): SessionEntry {
  return {
    id,
    handlerId: version.id,
    handlerVersion: version.version,
    client,
    status: 'new',
    host: 'starting',
    isolation: 'thread',
    blocked: null,
    restart: null,
    rolledBack: null,
    queues: [],
    messageGate: openGate,
    openedAt,
    closedAt: null,
    reason: null,
    inputs,
    counters: noCounters,
    fault: null,
  }
}

/** The state's entry of a session, and the one place that changes it. */
export function createSessionEntry(first: SessionEntry, onChanged: (entry: SessionEntry) => void) {
  let entry = first

  function change(changed: Partial<SessionEntry>): void {
    entry = { ...entry, ...changed }
    onChanged(entry)
  }

  return {
    get: () => entry,
    change,
    /** Goes over to `status` if that may follow; says whether it did. */
    moveTo(status: SessionStatus, more: Partial<SessionEntry> = {}): boolean {
      if (!mayFollow(sessionTransitions, entry.status, status)) return false
      change({ status, ...more })
      return true
    },
    /** Puts new numbers in place, if any differs. */
    count(counters: SessionCounters, queues: readonly QueueReading[]): void {
      const names = Object.keys(counters) as (keyof SessionCounters)[]
      const isCounted = names.some((name) => counters[name] !== entry.counters[name])
      if (isCounted || !isDeepStrictEqual(queues, entry.queues)) change({ counters, queues })
    },
  }
}

export type SessionEntryKeeper = ReturnType<typeof createSessionEntry>
