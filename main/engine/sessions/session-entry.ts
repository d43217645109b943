import type { JsonValue } from '../../../contract/json'
import { mayFollow, sessionTransitions } from '../../../contract/machines'
import {
  noCounters,
  type SessionCounters,
  type SessionEntry,
  type SessionStatus,
} from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'

export interface SessionEntryOptions {
  readonly id: string
  readonly version: HandlerVersion
  readonly inputs: { readonly [name: string]: JsonValue }
  readonly onChanged: (entry: SessionEntry) => void
}

/** The state's entry of a session, and the one place that changes it. */
export function createSessionEntry({ id, version, inputs, onChanged }: SessionEntryOptions) {
  let entry: SessionEntry = {
    id,
    handlerId: version.id,
    handlerVersion: version.version,
    status: 'new',
    host: 'starting',
    openedAt: Date.now(),
    closedAt: null,
    reason: null,
    inputs,
    counters: noCounters,
    fault: null,
  }

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
    count(counters: SessionCounters): void {
      const names = Object.keys(counters) as (keyof SessionCounters)[]
      if (names.some((name) => counters[name] !== entry.counters[name])) change({ counters })
    },
  }
}
