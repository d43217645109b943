import type { HandlerSources } from '../../contract/handler-sources'
import type { HandlerManifest } from '../../contract/manifest'
import type { HandlerIsolation } from '../../contract/state'

/** One compiled and probed version of a handler file: what a session runs. */
export interface HandlerVersion {
  /** The handler's id: its path relative to the user folder. */
  readonly id: string
  /** Counts from 1. */
  readonly version: number
  /** Absolute path of the source. */
  readonly file: string
  /** The bundle as CommonJS with its source map inline. */
  readonly code: string
  /** What it was made from, as far as that is the author's own; null when it is too much to keep. */
  readonly sources: HandlerSources | null
  /** Equal for versions that do the same. */
  readonly hash: string
  readonly manifest: HandlerManifest
  /** Where it has to run by what is known of its code alone: what its author asks for, and whether it loads add-ons. */
  readonly isolation: HandlerIsolation
  /** Engine clock in ms when the watcher saw the save that made it. */
  readonly noticedAt: number
}
