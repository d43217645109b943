import { handlerName } from '../../contract/server'
import type { SessionEntry } from '../../contract/state'
import { type EventLine, errorForMachines, explainError } from '../output'

/** What is told of a change: for machines, and for people. */
export interface Line {
  readonly line: EventLine
  readonly text: string
}

/** Long enough to tell sessions apart on a screen. */
export const shortId = (id: string): string => id.slice(0, 8)

function opened({ id, handlerId, client, openedAt }: SessionEntry): Line {
  const { door, webrtcId, address } = client
  const handler = handlerName(handlerId)
  const line = { event: 'session-opened', at: openedAt, session: id, handler, door, webrtcId, address }
  return { line, text: `session ${shortId(id)}: opened by ${door} from ${address ?? 'here'} for ${handler}` }
}

function live({ id }: SessionEntry, at: number): Line {
  return { line: { event: 'session-live', at, session: id }, text: `session ${shortId(id)}: live` }
}

function ended(entry: SessionEntry, at: number): Line {
  const { id, status, reason, counters, openedAt, closedAt } = entry
  const seconds = Math.round(((closedAt ?? at) - openedAt) / 100) / 10
  const why = reason === null ? '' : `: ${reason}`
  return {
    line: { event: `session-${status}`, at: closedAt ?? at, session: id, reason, seconds, counters },
    text: `session ${shortId(id)}: ${status} after ${seconds} s${why}`,
  }
}

function faulted({ id, fault }: SessionEntry, at: number): Line[] {
  if (!fault) return []
  const line = { event: 'session-fault', at, session: id, error: errorForMachines(fault) }
  return [{ line, text: `session ${shortId(id)}: ${explainError(fault)}` }]
}

function swapped({ id, handlerVersion, rolledBack }: SessionEntry, at: number): Line {
  const line = { event: 'session-swapped', at, session: id, version: handlerVersion }
  const how = rolledBack?.to === handlerVersion ? 'back to' : 'goes on with'
  return { line, text: `session ${shortId(id)}: ${how} version ${handlerVersion}` }
}

const isEnded = ({ status }: SessionEntry): boolean => status === 'closed' || status === 'failed'

/** What has happened to one session, oldest first. `before` undefined = it is new. */
export function sessionLines(before: SessionEntry | undefined, after: SessionEntry, at: number): Line[] {
  const lines: Line[] = []
  if (!before) lines.push(opened(after))
  if (before?.status !== 'live' && after.status === 'live') lines.push(live(after, at))
  if (before && before.handlerVersion !== after.handlerVersion) lines.push(swapped(after, at))
  if (before?.fault !== after.fault) lines.push(...faulted(after, at))
  if (isEnded(after) && !(before && isEnded(before))) lines.push(ended(after, at))
  return lines
}
