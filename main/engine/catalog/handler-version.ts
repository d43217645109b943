import type { HandlerManifest } from '../../../contract/manifest'

/** One state of a handler file that compiled and loaded: what a session runs. */
export interface HandlerVersion {
  /** The handler's id: its path in the user folder. */
  readonly id: string
  /** Counts from 1 for each handler. */
  readonly version: number
  /** Absolute. */
  readonly file: string
  /** Compiled CommonJS with its source map; loaded under the name `file`. */
  readonly code: string
  readonly manifest: HandlerManifest
  /** Engine clock when the watcher saw the save that led to it. */
  readonly noticedAt: number
}
