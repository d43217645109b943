/** What has passed each link of a session's path, from the client's packets to the handler and back: for whoever looks for the one that died. */
import type { HostStatus } from './state'
import type { TurnEventName } from './turns'

/** How often something happened since the session began. */
export interface LinkCount {
  readonly count: number
  /** When it happened last, ms on the session's clock; null = never. */
  readonly lastAt: number | null
}

/** The calls of one method by the instance that answers now. */
export interface LinkCalls {
  /** That returned, or threw; a call that is under way is not counted. */
  readonly ended: number
  readonly threw: number
}

/** One medium's way through a session. Audio counts packets and blocks of 20 ms, video pictures. */
export interface MediumLinks {
  /** Encoded frames from the client. */
  readonly arrived: LinkCount
  /** Packets that were given up as lost. */
  readonly lost: number
  readonly decoded: LinkCount
  /** Frames that did not decode. */
  readonly undecodable: number
  /** Given to the handler's host. */
  readonly handed: LinkCount
  /** Dropped before the handler's method, because it was slow. */
  readonly skipped: number
  /** That wait for the handler's method now, and how long the oldest has waited, ms. */
  readonly waiting: number
  readonly waitingMs: number
  /** RMS of what was handed in the last second in which something was, dBFS; null for pictures, and while nothing was. */
  readonly levelIn: number | null
  /** Of `receive` or `videoReceive`. */
  readonly receive: LinkCalls
  /** Of `emit` or `videoEmit`; one that gave nothing counts, too. */
  readonly emit: LinkCalls
  /** What the handler emitted: pieces of sound of any length, or pictures. */
  readonly emitted: LinkCount
  /** ms of sound that were emitted; 0 for pictures. */
  readonly emittedMs: number
  /** As {@link levelIn}, of what was emitted. */
  readonly levelOut: number | null
  /** Dropped because it belonged to a turn that was interrupted. */
  readonly stale: number
  /** What was emitted and could not be encoded. */
  readonly unencodable: number
  /** Encoded frames that went out: of sound those in which some was queued, not those that fill the time between. */
  readonly sent: LinkCount
}

/** Answer of `session.links`. */
export interface SessionLinks {
  /** When this was read, ms on the session's clock. */
  readonly at: number
  readonly host: HostStatus
  /** When the loops of the instance that answers now began, ms on the session's clock; null = they have not. */
  readonly begunAt: number | null
  /** The newest event of a handler that takes turns. */
  readonly turn: { readonly name: TurnEventName; readonly at: number } | null
  /** How likely the newest sound was speech, 0 to 1; null where nobody judges. */
  readonly speech: number | null
  readonly audio: MediumLinks
  readonly video: MediumLinks
}
