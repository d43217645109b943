import type { JsonValue } from '../../../contract/json'
import type { LoudnessReport } from '../../../contract/loudness'
import type { HandlerManifest } from '../../../contract/manifest'
import type { MessageRule } from '../../../contract/message-gate'
import type { SessionLinks } from '../../../contract/session-links'
import type { SessionClient, SessionEntry } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { HandlerVersion } from '../handler-version'
import type { CandidateInit } from '../peer'
import type { Rejection } from './rejection'
import type { WatchAnswer, WatchSide } from './watchers'

/** A session that is to be, as far as it is plain data. */
export interface SessionSeed {
  readonly id: string
  readonly version: HandlerVersion
  readonly client: SessionClient
  readonly inputs: { readonly [name: string]: JsonValue }
  /** The engine's clock at the start of the session: the zero of its own. */
  readonly origin: number
  /** ms since the epoch. */
  readonly openedAt: number
  /** ms for the connection to come about; 30 s if left out, as FastRTC has it. */
  readonly connectLimit?: number
}

/** What a session tells whoever lists it. */
export interface SessionEvents {
  changed(entry: SessionEntry): void
  turn(event: TurnEvent): void
  speech(report: SpeechReport): void
  loudness(report: LoudnessReport): void
  /** A version was tried here and is no good. */
  rejected(version: Pick<HandlerVersion, 'id' | 'version'>, error: Rejection['error']): void
}

/**
 * One peer, one handler instance, and the paths of media and messages between them. Where that work is done, in this thread or
 * in another, is nobody's business: so all that asks it for something is asynchronous, and what it shows is plain data.
 */
export interface SessionWork {
  readonly id: string
  entry(): SessionEntry
  /** Of the version that answers now. */
  manifest(): HandlerManifest
  /** Takes up the connection while the handler starts; if either fails, the session ends and the failure is thrown. */
  open(): Promise<string>
  addCandidate(candidate: CandidateInit): Promise<void>
  setInputs(values: { readonly [name: string]: JsonValue }): Promise<void>
  /** Asks for a reply; rejects with `invalid` when the handler that answers now cannot be asked. */
  trigger(text: string | null): Promise<void>
  /** Rejects with `invalid` when a query among them is wrong. */
  setMessageRules(rules: readonly MessageRule[]): Promise<void>
  /** Lets a held message go on, with another text unless that is null. */
  releaseMessage(id: number, text: string | null): Promise<void>
  dropMessage(id: number): Promise<void>
  dismissFault(): Promise<void>
  dismissRollback(): Promise<void>
  /** Starts the present version anew; resolves when that has succeeded or failed. */
  restart(): Promise<void>
  /** Lets the call that blocks go on for another limit. */
  waitForCall(): Promise<void>
  /** Ends the call that blocks, and with it its instance. */
  stopCall(): Promise<void>
  /** Looks for so long, ms, who has the handler's thread: a row tells. */
  profile(forMs: number): Promise<void>
  /** What has passed each link of the path; at the end of a session, what had. */
  links(): Promise<SessionLinks>
  watch(side: WatchSide, offer: string): Promise<WatchAnswer>
  /** Without effect when it is not this session that is watched so. */
  unwatch(watchId: string): Promise<void>
  /** Tells how loud both sides are, by `loudness`, until this was not asked for a while. */
  watchLoudness(restart: boolean): Promise<void>
  /**
   * Goes over to a new version, or back to an older one.
   *
   * @param rejection of this handler's newest version that was found to be no good, here or in another session.
   */
  swap(version: HandlerVersion, rejection?: Rejection): Promise<void>
  /** Idempotent; bounded by the handler's grace and the peer's own bounds. */
  close(reason: string): Promise<void>
}
