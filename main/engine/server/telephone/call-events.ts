import { z } from 'zod'
import type { JsonSchema, JsonValue } from '../../../../contract/json'
import type { HandlerManifest } from '../../../../contract/manifest'
import { withoutSecrets } from '../../sessions/without-secrets'
import {
  base64Schema,
  eventReader,
  plainEvent,
  type SocketEvent,
  type StartEvent,
  type Vocabulary,
} from '../socket-peer/socket-event'
import { toBase64, type Wording } from '../socket-peer/wording'
import { createSoundOrder } from './sound-order'

const idSchema = z.string().min(1).max(200)
const streamSchema = z.object({ streamSid: idSchema.optional() })

// FastRTC's own test clients give `streamSid` beside `start`, Twilio in both places.
const startSchema = z
  .object({
    streamSid: idSchema.optional(),
    start: z
      .object({
        streamSid: idSchema.optional(),
        callSid: z.string().max(200).optional(),
        mediaFormat: z.object({ encoding: z.string(), sampleRate: z.number() }).optional(),
        customParameters: z.record(z.string(), z.string()).optional(),
      })
      .optional(),
  })
  .transform(({ streamSid, start }) => ({ ...start, streamSid: streamSid ?? start?.streamSid ?? '' }))
  .refine(({ streamSid }) => streamSid !== '', { path: ['streamSid'], message: 'it is missing' })
  .refine(({ mediaFormat }) => isTelephoneSound(mediaFormat), {
    path: ['start', 'mediaFormat'],
    message: 'sound on telephones is "audio/x-mulaw" at 8000 Hz',
  })
type Start = z.output<typeof startSchema>

/** Numbers are texts with Twilio. */
const countSchema = z.coerce.number().int().min(0).optional().catch(undefined)
const mediaSchema = z.object({
  media: z.object({
    payload: base64Schema,
    track: z.string().optional(),
    timestamp: countSchema,
    chunk: countSchema,
  }),
})
const markSchema = streamSchema.extend({ mark: z.object({ name: z.string().max(200) }) })
const dtmfSchema = streamSchema.extend({ dtmf: z.object({ digit: z.string().regex(/^[0-9A-D*#]$/) }) })

function isTelephoneSound(format: { readonly encoding: string; readonly sampleRate: number } | undefined) {
  return !format || (format.encoding === 'audio/x-mulaw' && format.sampleRate === 8000)
}

/** Source: Twilio media streams, "messages to Twilio". */
function wordingFor(streamSid: string): Wording {
  const sid = JSON.stringify(streamSid)
  return {
    media: (payload) => `{"event":"media","streamSid":${sid},"media":{"payload":"${toBase64(payload)}"}}`,
    clear: `{"event":"clear","streamSid":${sid}}`,
    mark: (name) => `{"event":"mark","streamSid":${sid},"mark":{"name":${JSON.stringify(name)}}}`,
    takesMessages: false,
  }
}

/** Parameters are texts: a number or a switch is read out of one where the handler declared it so; undefined = it is none. */
function readParameter(text: string, property: JsonSchema): JsonValue | undefined {
  if (property.type === 'number' || property.type === 'integer') {
    const number = Number(text)
    return text.trim() === '' || Number.isNaN(number) ? undefined : number
  }
  if (property.type !== 'boolean') return text
  return text === 'true' || text === 'false' ? text === 'true' : undefined
}

function inputsOf(parameters: { readonly [name: string]: string }, { inputs }: HandlerManifest) {
  const properties = (inputs?.properties ?? {}) as { readonly [name: string]: JsonSchema }
  const values: Record<string, JsonValue> = {}
  for (const [name, property] of Object.entries(properties)) {
    const text = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    const value = text === undefined ? undefined : readParameter(text, property)
    if (value !== undefined) values[name] = value
  }
  return values
}

function beginsCall({ streamSid, callSid, customParameters = {} }: Start): StartEvent {
  return {
    kind: 'start',
    id: streamSid,
    wording: wordingFor(streamSid),
    about({ inputs }) {
      const given = JSON.stringify(withoutSecrets(customParameters, inputs))
      return `call ${callSid ?? 'without a number'}, stream ${streamSid}, with ${given}. A telephone takes no messages: what the handler sends goes no further than these rows`
    },
    inputs: (manifest) => inputsOf(customParameters, manifest),
  }
}

/** What Twilio says on one media stream. */
export function createCallVocabulary(): Vocabulary {
  const order = createSoundOrder()
  const hears = ({ media }: z.output<typeof mediaSchema>): SocketEvent => {
    if (media.track === 'outbound') return { kind: 'ignored' }
    return { kind: 'media', payload: media.payload, missed: order.note(media) }
  }
  return {
    hasMessages: false,
    events: [
      plainEvent('connected', 'ignored'),
      eventReader('start', startSchema, beginsCall),
      eventReader('media', mediaSchema, hears),
      eventReader('mark', markSchema, ({ mark }) => ({ kind: 'played', mark: mark.name })),
      eventReader('dtmf', dtmfSchema, ({ dtmf }) => ({
        kind: 'message',
        text: JSON.stringify({ type: 'dtmf', data: dtmf.digit }),
      })),
      plainEvent('ping', 'ping'),
      plainEvent('stop', 'stop'),
    ],
  }
}
