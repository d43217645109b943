import { SoundcheckError, type SourcePosition } from '../../contract/errors'
import type { Modality, Mode } from '../../contract/manifest'
import { loadZod } from '../kit/load-zod'
import type { AuthorSources } from './author-sources'

/** The checked `stream` export. */
export interface StreamFields {
  readonly title?: string | undefined
  readonly modality?: Modality | undefined
  readonly mode?: Mode | undefined
  readonly concurrencyLimit?: number | null | undefined
  readonly timeLimit?: number | null | undefined
  readonly inputs?: unknown
}

const modalities: readonly unknown[] = ['audio', 'video', 'audio-video'] satisfies Modality[]
const modes: readonly unknown[] = ['send', 'receive', 'send-receive'] satisfies Mode[]
const isNothing = (value: unknown): boolean => value === undefined || value === null

/** What may stand in each field, as `streamSchema` has it. */
const isFine: { readonly [field in keyof Required<StreamFields>]: (value: unknown) => boolean } = {
  title: (value) => value === undefined || (typeof value === 'string' && value !== '' && value.length <= 200),
  modality: (value) => value === undefined || modalities.includes(value),
  mode: (value) => value === undefined || modes.includes(value),
  concurrencyLimit: (value) => isNothing(value) || (Number.isSafeInteger(value) && Number(value) >= 1),
  timeLimit: (value) => isNothing(value) || (Number.isFinite(value) && Number(value) > 0),
  inputs: () => true,
}

/** Whether nothing is wrong with it: then zod need not be loaded to say what. */
export function isPlainStream(exported: unknown): exported is StreamFields {
  if (typeof exported !== 'object' || exported === null) return false
  if (Object.getPrototypeOf(exported) !== Object.prototype) return false
  return Object.entries(exported).every(([field, value]) => {
    return Object.hasOwn(isFine, field) && isFine[field as keyof StreamFields](value)
  })
}

/** Says in words what is wrong. */
export function streamSchema() {
  const z = loadZod()
  return z.strictObject({
    title: z.string().min(1).max(200).optional(),
    modality: z.enum(['audio', 'video', 'audio-video']).optional(),
    mode: z.enum(['send', 'receive', 'send-receive']).optional(),
    concurrencyLimit: z.int().min(1).nullable().optional(),
    timeLimit: z.number().positive().nullable().optional(),
    inputs: z.unknown().optional(),
  })
}

/**
 * The checked `stream` export; empty when the file has none.
 *
 * @throws SoundcheckError `handler` that names the field.
 */
export function readStreamFields(exported: unknown, sources: AuthorSources): StreamFields {
  if (exported === undefined) return {}
  if (isPlainStream(exported)) return { ...exported }
  const schema = streamSchema()
  const result = schema.safeParse(exported)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = ['stream', ...(issue?.path ?? [])].map(String).join('.')
  throw new SoundcheckError('handler', `${field}: ${issue?.message ?? 'not valid'}`, {
    hint: `stream may have ${Object.keys(schema.shape).join(', ')}.`,
    position: streamPosition(sources),
  })
}

/** Where the file says `export const stream`. */
export function streamPosition(sources: AuthorSources): SourcePosition | undefined {
  return sources.find(/export\s+(const|let|var)\s+stream\b/) ?? undefined
}
