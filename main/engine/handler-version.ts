import type { HandlerManifest } from '../../contract/manifest'

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
  readonly manifest: HandlerManifest
  /** Engine clock in ms when the watcher saw the save that made it. */
  readonly noticedAt: number
}
