import type { SourcePosition, WireError } from '../../../contract/errors'
import type { HostCommand, HostReport } from '../../../contract/host'
import type { HostKind } from '../../../contract/host-link'
import type { HostLimits } from '../../../contract/limits'
import type { FrameCounts } from './sync-line'

/**
 * What ended a host. `asked`: `close` or `abort`; `hung`, `memory`: it went beyond its limits; `native`: code that is not
 * JavaScript took its process down; `crashed`: an error that nobody caught; `exited`: its own `process.exit`;
 * `unstarted`: it ended before any code of the author's could run, so no handler is to blame.
 */
export type ExitCause = 'asked' | 'hung' | 'memory' | 'native' | 'crashed' | 'exited' | 'unstarted'

/** How a host ended: `expected` after `close`, else `error` says what happened to it. */
export interface HostExit {
  readonly expected: boolean
  readonly cause: ExitCause
  readonly error: WireError | null
}

/** One thread (or process) with one handler in it, as the engine sees it. Who made or took it closes it. */
export interface HandlerHost {
  /** Unique among the hosts of this process. */
  readonly id: number
  readonly kind: HostKind
  /** Commands that were posted after `close` or after the end, and went nowhere. */
  readonly ignoredCommands: number
  /** The buffers in `transfer` are no longer usable on this side. */
  post(command: HostCommand, transfer?: readonly ArrayBuffer[]): void
  onReport(listener: (report: HostReport) => void): () => void
  /** Called once; also (soon, not at once) when the host had already ended. */
  onExit(listener: (exit: HostExit) => void): () => void
  /** Wakes a `sendMessageSync` that waits for its message with this slot to be taken. */
  acknowledge(slot: number): void
  /** Frames that were posted but not yet taken off its port by the host: what a busy handler has not looked at. */
  inFlight(): FrameCounts
  /** `count` audio reports of this host have been taken: it may emit more. */
  noteEmittedTaken(count: number): void
  /** Where in the author's files its code is just now; null when that cannot be told. Settles within a second or so. */
  locate(): Promise<SourcePosition | null>
  /** A call that blocks may go on for another limit. */
  extendLimit(): void
  setLimits(limits: HostLimits): void
  /** Ends it at once; `onExit` tells `error` as if it had happened by itself. */
  abort(error: WireError): void
  /** Lets the handler shut down for `graceMs` (500), then ends the thread. Never rejects; calls after the first share its end. */
  close(reason: string, graceMs?: number): Promise<void>
}
