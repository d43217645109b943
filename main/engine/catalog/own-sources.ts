import type { HandlerSources } from '../../../contract/handler-sources'
import { handlerId } from './handler-files'

/** Of one version; one with more of them keeps none. */
export const MOST_SOURCE_BYTES = 2 * 1024 * 1024

export interface SourceText {
  /** Absolute. */
  readonly path: string
  readonly text: string | null
}

export interface HandlerPlace {
  /** The handler's file, as it is listed. */
  readonly file: string
  /** The same without links. */
  readonly realFile: string
  readonly folder: string
}

function isOwn(id: string): boolean {
  return !id.startsWith('../') && !/^[A-Za-z]:/.test(id) && !id.split('/').includes('node_modules')
}

/** Those of `texts` that lie in the user folder and are no packages; null when they are too much to keep. */
export function ownSources(
  texts: readonly SourceText[],
  { file, realFile, folder }: HandlerPlace,
): HandlerSources | null {
  const own = new Map<string, string>()
  let bytes = 0
  for (const { path, text } of texts) {
    // A handler may be a link to a file elsewhere: it is the author's own all the same.
    const id = handlerId(folder, path === realFile ? file : path)
    if (!isOwn(id) || text === null) continue
    own.set(id, text)
    bytes += Buffer.byteLength(text)
  }
  return bytes > MOST_SOURCE_BYTES ? null : own
}
