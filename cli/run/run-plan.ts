import type { WireError } from '../../contract/errors'
import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'
import type { ClipReader } from '../../main/engine/clips/clip-reader'
import type { Recording } from '../../main/engine/clips/recording'
import type { RunWatch } from './run-watch'

/** Why a run is over. */
export type RunEnd =
  /** The clip has ended and the handler has been silent since. */
  | 'finished'
  /** The handler closed the stream. */
  | 'closed'
  /** The longest time that it may take is over. */
  | 'limit'
  | 'interrupted'
  /** The handler gave up, hung or crashed. */
  | 'failed'

export interface RunOutcome {
  readonly end: RunEnd
  readonly error: WireError | null
  /** How long it was, ms from the beginning of the clip. */
  readonly durationMs: number
  /** Times that playback ran dry in the middle of a reply. */
  readonly gaps: number
  /** Of the handler's output, cut to bring latency back. */
  readonly trimmedMs: number
}

/** What is to be run, once the handler is known. */
export interface RunPlan {
  readonly manifest: HandlerManifest
  readonly inputs: { readonly [name: string]: JsonValue }
  readonly clip: ClipReader
  /** Messages of the client, in their order, once the handler listens. */
  readonly sends: readonly string[]
  readonly recording: Recording | null
  readonly watch: RunWatch
  /** ms of silence after the clip that end the run. */
  readonly tailMs: number
  /** ms after the clip at which it is ended in any case. */
  readonly limitMs: number
  readonly stop: AbortSignal
  /** ms of the clip that are over. */
  readonly onProgress: (ms: number) => void
}
