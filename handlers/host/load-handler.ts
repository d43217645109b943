import { SoundcheckError } from '../../contract/errors'
import type { HandlerManifest } from '../../contract/manifest'
import { handlerKindOf } from '../kit/stream-handler-base'
import type { AuthorSources } from './author-sources'
import { buildManifest, readIsolation } from './build-manifest'
import { type AnyHandler, findHandler } from './find-handler'
import { HandlerInputs } from './handler-inputs'
import { createModule, runModule } from './load-module'
import { readStreamFields, streamPosition } from './stream-fields'

/** A handler file that loaded: the prototype that instances are copied from, and what is known of it. */
export interface LoadedHandler {
  readonly prototype: AnyHandler
  readonly manifest: HandlerManifest
  readonly inputs: HandlerInputs
}

/**
 * Runs a compiled handler file and reads what it exports.
 *
 * @throws whatever the file throws while it runs; SoundcheckError `handler` when what it exports is no good handler.
 */
export function loadHandler(file: string, code: string, sources: AuthorSources): LoadedHandler {
  const module = createModule(file)
  sources.learn(module)
  const exports = runModule(module, code)
  const prototype = findHandler(exports, sources)
  const kind = handlerKindOf(prototype)
  if (kind === null) throw new SoundcheckError('internal', 'A handler without a kind')
  const named = exports as { readonly stream?: unknown; readonly isolation?: unknown }
  const stream = readStreamFields(named.stream, sources)
  const isolation = readIsolation(named.isolation, sources)
  const inputs = new HandlerInputs(stream.inputs, streamPosition(sources))
  return {
    prototype,
    inputs,
    manifest: buildManifest({ file, handler: prototype, kind, stream, isolation, inputs, sources }),
  }
}
