import type { WireError } from '../../../contract/errors'
import type { HostCommand, HostReport } from '../../../contract/host'
import type { FrameCounts } from './sync-line'

/** How a host ended: `expected` after `close`, else `error` says what happened to it. */
export interface HostExit {
  readonly expected: boolean
  readonly error: WireError | null
}

/** One thread (or process) with one handler in it, as the engine sees it. Who made or took it closes it. */
export interface HandlerHost {
  /** Unique among the hosts of this process. */
  readonly id: number
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
  /** Lets the handler shut down for `graceMs` (500), then ends the thread. Never rejects; calls after the first share its end. */
  close(reason: string, graceMs?: number): Promise<void>
}
