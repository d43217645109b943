import { basename, extname } from 'node:path'
import { SoundcheckError } from '../../contract/errors'
import type { HandlerKind, HandlerManifest, Isolation } from '../../contract/manifest'
import { pixelFormats } from '../../contract/media'
import type { TurnTaking } from '../../contract/turns'
import { turnTakerOf } from '../kit/turns/turn-taker'
import type { AuthorSources } from './author-sources'
import { classNameOf } from './class-name'
import { describeValue, withArticle } from './describe-value'
import { type AnyHandler, traitsOf } from './find-handler'
import type { HandlerInputs } from './handler-inputs'
import type { StreamFields } from './stream-fields'
import { streamPosition } from './stream-fields'

const isolations: readonly Isolation[] = ['auto', 'thread', 'process']

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
  const written = classNameOf(handler, parts.sources)
  // The name of a class of the kit tells nothing of this file.
  const className = written && written !== kind ? written : basename(parts.file, extname(parts.file))
  return {
    kind,
    className,
    title: stream.title ?? className,
    modality: chosen('modality', parts, stream.modality, traitsOf(kind).modalities),
    mode: chosen('mode', parts, stream.mode, traitsOf(kind).modes),
    expectedLayout: handler.expectedLayout,
    inputSampleRate: handler.inputSampleRate,
    outputSampleRate: handler.outputSampleRate,
    fps: handler.fps,
    videoFormat: videoFormatOf(handler),
    isolation: parts.isolation,
    turns: turnsOf(handler, inputs),
    concurrencyLimit: stream.concurrencyLimit ?? null,
    timeLimitInS: stream.timeLimit ?? null,
    inputs: inputs.schema,
    inputDefaults: inputs.defaults,
  }
}

/** What the file says, if this kind of handler can be that; else what the kind is by default. */
function chosen<T extends string>(
  field: string,
  { kind, sources }: ManifestParts,
  wanted: T | undefined,
  possible: readonly [T, ...T[]],
): T {
  if (wanted === undefined) return possible[0]
  if (possible.includes(wanted)) return wanted
  const list = possible.map((name) => `'${name}'`).join(' or ')
  throw new SoundcheckError(
    'handler',
    `stream.${field} is '${wanted}', but ${withArticle(kind)} cannot be that`,
    {
      hint: `Write ${list}, leave ${field} out, or use another kind of handler.`,
      position: streamPosition(sources),
    },
  )
}

function turnsOf(handler: AnyHandler, inputs: HandlerInputs): TurnTaking | null {
  const taker = turnTakerOf(handler)
  return taker && { ...taker.describe(), pushToTalk: inputs.pushToTalk }
}

function videoFormatOf(handler: AnyHandler) {
  const wanted: unknown = handler.videoFormat
  const found = pixelFormats.find((format) => format === wanted)
  if (found) return found
  throw new SoundcheckError('handler', `videoFormat is ${describeValue(wanted)}`, {
    hint: `Use one of ${pixelFormats.join(', ')}.`,
  })
}
