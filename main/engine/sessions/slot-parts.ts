import type { WireError } from '../../../contract/errors'
import type { HostReport } from '../../../contract/host'
import type { SessionEntry } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import type { AnsweringPlace } from './answering-place'
import type { BlockedCallReading } from './blocked-call'
import type { HostState } from './host-state'
import type { InstanceStarter } from './instance-starter'
import type { Restarts } from './restarts'
import type { Trials } from './trials'
import type { TurnOver } from './turn-over'

/** Why an instance answers from now on. */
export type TakeOverReason = 'started' | 'swapped' | 'restarted' | 'moved' | 'went back' | 'rolled back'

/** What follows from a failure. */
export type InstanceFailure = 'restarting' | 'stopped' | 'not swapped' | 'rolled back' | 'state lost'

/** What the state's entry of a session says of its instance. */
export type InstanceEntry = Pick<SessionEntry, 'host' | 'isolation' | 'blocked' | 'restart' | 'rolledBack'>

/** What a session is told of its instances. */
export interface SlotEvents {
  /** A report of the instance that answers now, or the last words of one that did; `version` is its handler's. */
  report(report: HostReport, version: number): void
  changed(change: Partial<InstanceEntry>): void
  /** Another instance answers from now on. */
  tookOver(version: HandlerVersion, why: TakeOverReason): void
  failed(error: WireError, what: InstanceFailure): void
  /** A new version was tried and is no good. */
  rejected(version: HandlerVersion, error: WireError): void
  /** Something that is no failure, but to be known. */
  noted(type: 'moved' | 'state lost', text: string): void
}

/** The parts of an instance slot, and what they share. */
export interface SlotParts {
  readonly on: SlotEvents
  readonly place: AnsweringPlace
  readonly host: HostState
  readonly blocked: BlockedCallReading
  readonly trials: Trials
  readonly restarts: Restarts
  readonly starter: InstanceStarter
  readonly turns: TurnOver
  readonly versions: {
    /** The one that took over last. */
    answering: HandlerVersion | undefined
    /** The one that was asked for last. */
    wanted: HandlerVersion | undefined
  }
}
