import { SoundcheckError } from '../../contract/errors'
import type { HandlerKind, Modality, Mode } from '../../contract/manifest'
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

/** What a kind of handler is and can be; the first of its modalities and modes is the one it has by default. */
interface KindTraits {
  readonly synchronous: boolean
  readonly modalities: readonly [Modality, ...Modality[]]
  readonly modes: readonly [Mode, ...Mode[]]
  /** What an author calls the code that `emit` runs, to follow "the". */
  readonly emitter: string | null
}

const anyModality = ['audio-video', 'audio', 'video'] as const
const anyMode = ['send-receive', 'send', 'receive'] as const
const withInput = ['send-receive', 'send'] as const

const kindTraits: { readonly [kind in HandlerKind]: KindTraits } = {
  StreamHandler: { synchronous: true, modalities: ['audio'], modes: anyMode, emitter: null },
  AsyncStreamHandler: { synchronous: false, modalities: ['audio'], modes: anyMode, emitter: null },
  AudioVideoStreamHandler: { synchronous: true, modalities: anyModality, modes: anyMode, emitter: null },
  AsyncAudioVideoStreamHandler: {
    synchronous: false,
    modalities: anyModality,
    modes: anyMode,
    emitter: null,
  },
  ReplyOnPause: { synchronous: false, modalities: ['audio'], modes: withInput, emitter: 'reply' },
  ReplyOnStopWords: { synchronous: false, modalities: ['audio'], modes: withInput, emitter: 'reply' },
  VideoCallback: { synchronous: false, modalities: ['video'], modes: withInput, emitter: 'video function' },
  AudioGenerator: { synchronous: false, modalities: ['audio'], modes: ['receive'], emitter: 'generator' },
  VideoGenerator: { synchronous: false, modalities: ['video'], modes: ['receive'], emitter: 'generator' },
}

/** What a kind of handler is and can be. */
export function traitsOf(kind: HandlerKind): KindTraits {
  return kindTraits[kind]
}

export function isSynchronous(kind: HandlerKind): boolean {
  return kindTraits[kind].synchronous
}

export function hasPictures(kind: HandlerKind): boolean {
  return kindTraits[kind].modalities[0] !== 'audio'
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
    hint: `Export a class that extends one of ${handlerKinds.join(', ')} of 'soundcheck', or an instance of one.`,
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
