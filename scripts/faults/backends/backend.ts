import type { EngineRequestName, EventName, RequestParams, RequestResult } from '../../../contract/ipc'
import type { HostLimits } from '../../../contract/limits'
import type { BenchState } from '../../../contract/state'

export const backendKinds = ['node', 'electron'] as const
export type BackendKind = (typeof backendKinds)[number]

export interface BackendOptions {
  /** The project's folder. */
  readonly root: string
  /** Its own: the handlers, and what the app keeps over restarts. */
  readonly folder: string
  readonly limits: HostLimits
}

/** The app with its engine, in processes other than the runner's. Who makes it stops it. */
export interface Backend {
  readonly kind: BackendKind
  /** The user folder that it watches. */
  readonly handlers: string
  /** Also after it has died: on the same data. */
  start(): Promise<void>
  request<N extends EngineRequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>>
  /** The state as it was told of last. */
  state(): BenchState
  /** Called at once and after each change. */
  watch(listener: (state: BenchState) => void): () => void
  onEvent(listener: (name: EventName, payload: unknown) => void): () => void
  /** Of the process in which the engine and handler threads run. */
  pid(): number
  isRunning(): boolean
  /** What it has written, of all its starts. */
  log(): string
  /** Ends the engine thread from outside of the product; null where nobody would start it again. */
  readonly killEngine: (() => Promise<void>) | null
  /** Ends it as a person would; kills it when that takes too long. Idempotent. */
  stop(): Promise<void>
}
