import { basename, extname } from 'node:path'
import { SoundcheckError, type SourcePosition } from '../../contract/errors'
import type { HandlerKind, HandlerManifest, Isolation, Modality } from '../../contract/manifest'
import { pixelFormats } from '../../contract/media'
import { z } from '../kit/z'
import type { AuthorSources } from './author-sources'
import { classNameOf } from './class-name'
import { describeValue, withArticle } from './describe-value'
import { type AnyHandler, hasPictures } from './find-handler'
import type { HandlerInputs } from './handler-inputs'

const isolations: readonly Isolation[] = ['auto', 'thread', 'process']

const streamSchema = z.strictObject({
  title: z.string().min(1).max(200).optional(),
  modality: z.enum(['audio', 'video', 'audio-video']).optional(),
  mode: z.enum(['send', 'receive', 'send-receive']).optional(),
  concurrencyLimit: z.int().min(1).nullable().optional(),
  timeLimit: z.number().positive().nullable().optional(),
  inputs: z.unknown().optional(),
})
export type StreamFields = z.infer<typeof streamSchema>

/**
 * The checked `stream` export; empty when the file has none.
 *
 * @throws SoundcheckError `handler` that names the field.
 */
export function readStreamFields(exported: unknown, sources: AuthorSources): StreamFields {
  if (exported === undefined) return {}
  const result = streamSchema.safeParse(exported)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = ['stream', ...(issue?.path ?? [])].map(String).join('.')
  throw new SoundcheckError('handler', `${field}: ${issue?.message ?? 'not valid'}`, {
    hint: `stream may have ${Object.keys(streamSchema.shape).join(', ')}.`,
    position: streamPosition(sources),
  })
}

/** @throws SoundcheckError `handler` when `isolation` is none of the three. */
export function readIsolation(exported: unknown, sources: AuthorSources): Isolation {
  if (exported === undefined) return 'auto'
  const found = isolations.find((isolation) => isolation === exported)
  if (found) return found
  throw new SoundcheckError('handler', `isolation is ${describeValue(exported)}`, {
    hint: `Use one of ${isolations.map((name) => `'${name}'`).join(', ')}.`,
    position: sources.find(/export\s+(const|let|var)\s+isolation\b/) ?? undefined,
  })
}

/** Where the file says `export const stream`. */
export function streamPosition(sources: AuthorSources): SourcePosition | undefined {
  return sources.find(/export\s+(const|let|var)\s+stream\b/) ?? undefined
}

interface ManifestParts {
  readonly file: string
  readonly handler: AnyHandler
  readonly kind: HandlerKind
  readonly stream: StreamFields
  readonly isolation: Isolation
  readonly inputs: HandlerInputs
  readonly sources: AuthorSources
}

/** @throws SoundcheckError `handler` when the parts contradict each other. */
export function buildManifest(parts: ManifestParts): HandlerManifest {
  const { handler, kind, stream, inputs } = parts
  const className = classNameOf(handler, parts.sources) || basename(parts.file, extname(parts.file))
  return {
    kind,
    className,
    title: stream.title ?? className,
    modality: modalityOf(kind, stream.modality, parts.sources),
    mode: stream.mode ?? 'send-receive',
    expectedLayout: handler.expectedLayout,
    inputSampleRate: handler.inputSampleRate,
    outputSampleRate: handler.outputSampleRate,
    fps: handler.fps,
    videoFormat: videoFormatOf(handler),
    isolation: parts.isolation,
    concurrencyLimit: stream.concurrencyLimit ?? null,
    timeLimitInS: stream.timeLimit ?? null,
    inputs: inputs.schema,
    inputDefaults: inputs.defaults,
  }
}

function modalityOf(kind: HandlerKind, wanted: Modality | undefined, sources: AuthorSources): Modality {
  if (wanted === undefined) return hasPictures(kind) ? 'audio-video' : 'audio'
  if (wanted === 'audio' || hasPictures(kind)) return wanted
  throw new SoundcheckError(
    'handler',
    `stream.modality is '${wanted}', but ${withArticle(kind)} has no video methods`,
    {
      hint: "Extend AsyncAudioVideoStreamHandler, or leave modality out: it is 'audio' then.",
      position: streamPosition(sources),
    },
  )
}

function videoFormatOf(handler: AnyHandler) {
  const wanted = (handler.constructor as { readonly videoFormat?: unknown }).videoFormat
  const found = pixelFormats.find((format) => format === wanted)
  if (found) return found
  throw new SoundcheckError('handler', `static videoFormat is ${describeValue(wanted)}`, {
    hint: `Use one of ${pixelFormats.join(', ')}.`,
  })
}
