import { openGate } from '../message-gate'
import { noCounters, type SessionEntry } from '../state'

/** A session in which all is well. */
export const sampleSession = (id: string, change: Partial<SessionEntry> = {}): SessionEntry => ({
  id,
  handlerId: 'echo.ts',
  handlerVersion: 1,
  client: { door: 'window', webrtcId: id, address: null },
  status: 'live',
  host: 'running',
  isolation: 'thread',
  blocked: null,
  restart: null,
  rolledBack: null,
  queues: [],
  messageGate: openGate,
  openedAt: 0,
  closedAt: null,
  reason: null,
  inputs: {},
  counters: noCounters,
  fault: null,
  ...change,
})
