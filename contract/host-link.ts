/**
 * What the engine and a handler *process* say to each other over their local pipe. In the process a link thread holds the pipe,
 * and shares `HostWorkerData` with the main thread, where the host runs: so a handler that blocks can still be heard of,
 * stopped and located. Each message is a 32-bit little-endian length, so many bytes of V8's serialisation of one of these, in
 * which each typed array is only its kind and length, and then the bytes of those arrays.
 */
import type { HostCommand, HostReport } from './host'

/** Isolation of one handler instance. */
export type HostKind = 'thread' | 'process'

/** What a handler process is started with, as JSON in its last argument. */
export interface HostProcessStart {
  /** Where the engine listens: a socket in a folder of its own, or a named pipe. */
  readonly pipe: string
  /** To be said in `hello`; a connection without it is cut. */
  readonly token: string
}

/** Engine -> link thread. */
export type ToLink =
  | { readonly type: 'command'; readonly command: HostCommand }
  /** Sets `syncWord.acknowledged` and wakes the host. */
  | { readonly type: 'acknowledge'; readonly slot: number }
  /** Sets `syncWord.emittedTaken`. */
  | { readonly type: 'emitted-taken'; readonly count: number }
  /** Answered by `located`. */
  | { readonly type: 'locate' }

/** Link thread -> engine. */
export type FromLink =
  | { readonly type: 'hello'; readonly token: string; readonly pid: number }
  | { readonly type: 'report'; readonly report: HostReport }
  /** Every `HEARTBEAT`, also while the host blocks; and at once when the host has taken what was in flight. */
  | {
      readonly type: 'vitals'
      /** All of `HostWorkerData.sync`, by `syncWord`. */
      readonly words: Int32Array
      /** Resident memory of the process. */
      readonly rssBytes: number
    }
  /** The handler called `process.exit`: what the system says of the end is not more than that. */
  | { readonly type: 'exiting'; readonly code: number }
  /** Where the main thread is just now, in compiled code; null when it could not be stopped to look. */
  | { readonly type: 'located'; readonly frames: readonly CompiledFrame[] | null }

/** A call frame as the inspector gives it, innermost first: line and column from 0, in the code that runs. */
export interface CompiledFrame {
  readonly file: string
  readonly line: number
  readonly column: number
}
