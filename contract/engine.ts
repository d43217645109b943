/** What the shell (or the command line) and the engine thread say to each other. */
import type { WireError } from './errors'
import type { EngineRequestName, EventName, Events, RequestParams } from './ipc'

export interface EngineOptions {
  /** The user folder to watch. */
  readonly folder: string
  /** Create it, with the examples, if it is missing or empty. */
  readonly createFolder: boolean
  /** Where `handlers/examples` and the kit's typings lie, to be copied into a new user folder. */
  readonly starterDir: string
  /** The compiled host program for handler threads. */
  readonly hostScript: string
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
