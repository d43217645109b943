import { SoundcheckError } from '../../contract/errors'
import type { HandlerKind } from '../../contract/manifest'
import { handlerKinds } from '../../contract/manifest'
import type { AsyncAudioVideoStreamHandler } from '../kit/async-audio-video-stream-handler'
import type { AsyncStreamHandler } from '../kit/async-stream-handler'
import type { AudioVideoStreamHandler } from '../kit/audio-video-stream-handler'
import type { StreamHandler } from '../kit/stream-handler'
import { handlerKindOf } from '../kit/stream-handler-base'
import type { AuthorSources } from './author-sources'
import { classNameOf, classPosition } from './class-name'
import { describeValue, withArticle } from './describe-value'

export type AudioHandler = StreamHandler | AsyncStreamHandler
export type AudioVideoHandler = AudioVideoStreamHandler | AsyncAudioVideoStreamHandler
export type AnyHandler = AudioHandler | AudioVideoHandler

const audioMethods = ['startUp', 'receive', 'emit', 'copy', 'shutdown', 'reset', 'onMessage'] as const
const pictureMethods = ['videoReceive', 'videoEmit'] as const

/**
 * The handler that a file's exports offer: the default export, or an instance of it when it is a class.
 *
 * @throws SoundcheckError `handler` that says what is there instead, and where.
 */
export function findHandler(exports: unknown, sources: AuthorSources): AnyHandler {
  const members = Object(exports) as { readonly [name: string]: unknown }
  if (members.default === undefined) throw noDefaultExport(members)
  const handler = typeof members.default === 'function' ? construct(members.default) : members.default
  const kind = handlerKindOf(handler)
  if (kind === null) throw notAHandler(members.default, sources)
  requireMethods(handler as AnyHandler, kind, sources)
  return handler as AnyHandler
}

export function isSynchronous(kind: HandlerKind): boolean {
  return kind === 'StreamHandler' || kind === 'AudioVideoStreamHandler'
}

export function hasPictures(kind: HandlerKind): boolean {
  return kind === 'AudioVideoStreamHandler' || kind === 'AsyncAudioVideoStreamHandler'
}

function construct(exported: unknown): unknown {
  // Only a class: calling any other function could do anything, and it would be no prototype to copy.
  if (!/^class\b/.test(Function.prototype.toString.call(exported))) return exported
  return new (exported as new () => unknown)()
}

function noDefaultExport(members: object): SoundcheckError {
  const names = Object.keys(members)
  const has = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`
  return new SoundcheckError('handler', `The file has no default export; ${has}`, {
    hint: 'Write `export default class … extends AsyncStreamHandler { … }`, or export an instance of it.',
  })
}

function notAHandler(exported: unknown, sources: AuthorSources): SoundcheckError {
  return new SoundcheckError('handler', `The default export is ${describeValue(exported)}, not a handler`, {
    hint: `Export a class, or an instance of one, that extends ${handlerKinds.join(', ')} of 'soundcheck'.`,
    position: sources.find(/export\s+default\b|export\s*\{[^}]*\bas\s+default\b/) ?? undefined,
  })
}

function requireMethods(handler: AnyHandler, kind: HandlerKind, sources: AuthorSources): void {
  const wanted: readonly string[] = hasPictures(kind) ? [...audioMethods, ...pictureMethods] : audioMethods
  const members = handler as unknown as { readonly [name: string]: unknown }
  const missing = wanted.filter((name) => typeof members[name] !== 'function')
  if (missing.length === 0) return
  const name = classNameOf(handler, sources)
  const plural = missing.length > 1 ? 's' : ''
  throw new SoundcheckError(
    'handler',
    `${name || 'The handler'} lacks the method${plural} ${missing.join(', ')}`,
    {
      hint: `${withArticle(kind, 'upper')} implements ${wanted.filter((method) => /receive|emit/i.test(method)).join(', ')}.`,
      position: classPosition(name, sources) ?? undefined,
    },
  )
}
