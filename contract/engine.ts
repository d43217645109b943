/** What the shell (or the command line) and the engine thread say to each other. */
import type { WireError } from './errors'
import type { EngineRequestName, EventName, Events, RequestParams } from './ipc'
import type { HostLimits } from './limits'
import type { JournalLimits } from './preferences'
import type { ServerSettings } from './server'

export interface EngineOptions {
  /** The user folder to watch. */
  readonly folder: string
  /** The id of the one handler of the folder to load; left out = all of them. */
  readonly only?: string
  /** Create it, with the examples, if it is missing or empty. */
  readonly createFolder: boolean
  /** Where `handlers/examples` and the kit's typings lie, to be copied into a new user folder. */
  readonly starterDir: string
  /** The compiled host program for handler threads. */
  readonly hostScript: string
  /** The compiled program of handler processes. */
  readonly hostProcessScript: string
  /** The compiled program of session threads; left out = the work of all sessions is done in the engine's own thread. */
  readonly sessionThreadScript?: string
  /** The compiled program of the journal's thread; left out = journals are kept in the engine's own thread. */
  readonly journalThreadScript?: string
  /** The compiled program of the threads that write exports; left out = they are written in the engine's own thread. */
  readonly exportThreadScript?: string
  /** Who can start a process: the engine itself under plain Node, the shell in Electron, where a thread cannot. */
  readonly processesBy: 'engine' | 'shell'
  /** Where the engine keeps what outlives it: journals, what it knows of bad handlers. null = nowhere. */
  readonly dataDir: string | null
  readonly limits: HostLimits
  /** Left out = the standard. */
  readonly journalLimits?: JournalLimits
  /** Soundcheck's own; left out = unknown. */
  readonly appVersion?: string
  /** Where reports of crashes go; left out = none are written. */
  readonly crashReports?: { readonly dir: string }
  /** Listen with these right at the start; whether it does is in the state. Left out = only when asked. */
  readonly server?: ServerSettings
}

/** What the engine asks of who can start processes. `id` is the engine's own. */
export interface ForkRequest {
  readonly type: 'fork'
  readonly id: number
  readonly argument: string
  /** Of its JavaScript heap, where the runtime keeps to it: Electron's does not. */
  readonly heapLimitMb: number
}

/** How a process that was asked for fares. */
export type ForkEvent =
  | { readonly type: 'fork-failed'; readonly id: number; readonly error: WireError }
  | {
      readonly type: 'fork-output'
      readonly id: number
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
    }
  /** `code` null = it was ended by a signal, if the system says which. */
  | {
      readonly type: 'fork-exited'
      readonly id: number
      readonly code: number | null
      readonly signal: string | null
    }

/** Shell -> engine. */
export type ToEngine =
  | {
      readonly type: 'request'
      readonly id: number
      readonly name: EngineRequestName
      readonly params: RequestParams<EngineRequestName>
    }
  /** Close every session, then answer `stopped` and end the thread. */
  | { readonly type: 'stop' }
  | ForkEvent

/** Engine -> shell. */
export type FromEngine =
  | { readonly type: 'ready' }
  | {
      readonly type: 'reply'
      readonly id: number
      readonly reply: { ok: true; value: unknown } | { ok: false; error: WireError }
    }
  | {
      readonly [N in EventName]: { readonly type: 'event'; readonly name: N; readonly payload: Events[N] }
    }[EventName]
  | { readonly type: 'stopped' }
  | ForkRequest
