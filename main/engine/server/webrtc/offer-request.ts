import { z } from 'zod'
import { SoundcheckError } from '../../../../contract/errors'
import type { JsonValue } from '../../../../contract/json'

const id = z.string().min(1).max(200)

const offer = z.object({
  type: z.literal('offer'),
  webrtc_id: id,
  sdp: z.string().min(1).max(200_000),
  inputs: z.record(z.string().max(200), z.json() as z.ZodType<JsonValue, JsonValue>).default({}),
})

const candidate = z.object({
  type: z.literal('ice-candidate'),
  webrtc_id: id,
  // Looked at by `candidateOf`: what is wrong with it is answered in FastRTC's own words.
  candidate: z.unknown(),
})

const request = z.discriminatedUnion('type', [offer, candidate])

export type OfferRequest = z.infer<typeof offer>
export type CandidateRequest = z.infer<typeof candidate>

/** The body of `POST /webrtc/offer`; fields that are not known are dropped. Throws `invalid` naming the field that is wrong. */
export function parseOfferRequest(body: unknown): OfferRequest | CandidateRequest {
  const parsed = request.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || 'the body'
  throw new SoundcheckError('invalid', `${field} cannot be used: ${issue?.message ?? 'it is malformed'}`, {
    hint: 'Send {"type": "offer", "sdp", "webrtc_id"} or {"type": "ice-candidate", "candidate", "webrtc_id"} as JSON.',
  })
}
