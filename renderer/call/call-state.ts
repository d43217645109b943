import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import { mayFollow, sessionTransitions } from '../../contract/machines'
import type { SessionStatus } from '../../contract/state'

/** What the window knows of its own connection. `new` = none was made since the start. */
export interface CallState {
  readonly status: SessionStatus
  readonly handlerId: string | null
  /** Stays after the end, so that the journal can still be read. */
  readonly sessionId: string | null
  readonly roundTripMs: number | null
}

export type CallStore = StoreApi<CallState>

export const idleCall: CallState = { status: 'new', handlerId: null, sessionId: null, roundTripMs: null }

export const createCallStore = (): CallStore => createStore<CallState>(() => idleCall)

/** Moves to `next` if the state machine allows it; says whether it did. */
export function moveCall(store: CallStore, next: SessionStatus): boolean {
  if (!mayFollow(sessionTransitions, store.getState().status, next)) return false
  store.setState({ status: next, roundTripMs: null })
  return true
}

export const isActive = (status: SessionStatus): boolean =>
  status === 'connecting' || status === 'live' || status === 'closing'
