/** What the engine thread and a session thread say to each other. Each batch of a thread's own messages is in their order. */
import type { ForkEvent, ForkRequest } from '../../../contract/engine'
import type { Reply, WireError } from '../../../contract/errors'
import type { JsonValue } from '../../../contract/json'
import type { HostLimits } from '../../../contract/limits'
import type { LoudnessReport } from '../../../contract/loudness'
import type { Quantiles } from '../../../contract/metrics'
import type { ProcessReason, SessionEntry } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { QuarantinedVersion } from '../hosts/quarantine'
import type { OfferedClient } from '../sessions/answer-offer'
import type { RejectedVersion } from '../sessions/rejection'
import type { SessionSeed, SessionWork } from '../sessions/session-work'
import type { PackedRows } from './packed-rows'

/** What a session thread is started with. */
export interface SessionThreadStart {
  /** When the engine's clock was at 0, ms on the clock that all threads share. */
  readonly clockZero: number
  /** The compiled host program for handler threads. */
  readonly hostScript: string
  readonly limits: HostLimits
}

/** What can be asked of a session in another thread: all of its work but what is mirrored. */
export type SessionMethod = Exclude<keyof SessionWork, 'id' | 'entry' | 'manifest'>

export type SessionCall = {
  readonly [M in SessionMethod]: { readonly method: M; readonly args: Parameters<SessionWork[M]> }
}[SessionMethod]

/** Engine -> session thread. */
export type ToSessionThread =
  | { readonly type: 'create'; readonly seed: SessionSeed; readonly offered: OfferedClient }
  /** Answered by a `reply` with its id. */
  | { readonly type: 'call'; readonly id: number; readonly sessionId: string; readonly call: SessionCall }
  /** This version runs in processes from now on. */
  | { readonly type: 'quarantined'; readonly version: QuarantinedVersion; readonly reason: ProcessReason }
  | { readonly type: 'limits'; readonly limits: HostLimits }
  /** Answered by a `reply` with {@link Measured}. */
  | { readonly type: 'measure'; readonly id: number }
  /** Close every session, then answer `stopped` and end the thread. */
  | { readonly type: 'stop' }
  | ForkEvent

/** Times by the paths that they were measured on, ms. */
export type MeasuredTimes = { readonly [path in 'audio' | 'video' | 'swap']: readonly number[] }

/** Since it was asked for the last time. */
export interface Measured {
  readonly eventLoopDelay: Quantiles
  readonly times: MeasuredTimes
}

/** What a session tells of itself, in the order in which it happened. */
export type SessionNews =
  | { readonly type: 'rows'; readonly packed: PackedRows }
  | { readonly type: 'outputs'; readonly values: readonly JsonValue[] }
  | { readonly type: 'changed'; readonly entry: SessionEntry }
  | { readonly type: 'turn'; readonly event: TurnEvent }
  | { readonly type: 'speech'; readonly report: SpeechReport }
  | { readonly type: 'loudness'; readonly report: LoudnessReport }
  | { readonly type: 'rejected'; readonly version: RejectedVersion; readonly error: WireError }
  /** The last of a session. */
  | { readonly type: 'ended' }
  /** It did not come to be, so it will say nothing else. */
  | { readonly type: 'failed'; readonly error: WireError }

/** Session thread -> engine. */
export type FromSessionThread =
  | { readonly type: 'news'; readonly sessionId: string; readonly news: SessionNews }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  /** This version is to run in processes from now on, in all threads and after the next start. */
  | { readonly type: 'quarantined'; readonly version: QuarantinedVersion; readonly reason: ProcessReason }
  /** This code is in a handler thread from now on. `host` is the thread's own number for it. */
  | { readonly type: 'handler-began'; readonly host: number; readonly code: QuarantinedVersion }
  | { readonly type: 'handler-ended'; readonly host: number }
  | { readonly type: 'stopped'; readonly times: MeasuredTimes }
  | ForkRequest
