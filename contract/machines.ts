import type { HandlerStatus, HostStatus, SessionStatus } from './state'

/** A state machine as data: for each state, the states that may follow. */
export type Transitions<S extends string> = { readonly [state in S]: readonly S[] }

export const sessionTransitions: Transitions<SessionStatus> = {
  new: ['connecting', 'closing', 'failed'],
  connecting: ['live', 'closing', 'failed'],
  live: ['closing', 'failed'],
  closing: ['closed'],
  closed: [],
  failed: [],
}

export const handlerTransitions: Transitions<HandlerStatus> = {
  compiling: ['ready', 'broken', 'compiling'],
  ready: ['compiling', 'broken'],
  broken: ['compiling', 'ready'],
}

export const hostTransitions: Transitions<HostStatus> = {
  starting: ['running', 'waiting', 'closing', 'gone'],
  running: ['blocked', 'waiting', 'starting', 'closing', 'gone'],
  blocked: ['running', 'waiting', 'starting', 'closing', 'gone'],
  waiting: ['starting', 'closing', 'gone'],
  closing: ['gone'],
  gone: ['starting'],
}

/** Whether `table` lets `from` be followed by `to`. */
export function mayFollow<S extends string>(table: Transitions<S>, from: S, to: S): boolean {
  return table[from].includes(to)
}
