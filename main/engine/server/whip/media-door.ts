import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SoundcheckError } from '../../../../contract/errors'
import type { Session } from '../../sessions/session'
import type { Door } from '../doors'
import { type Refusal, refuse } from '../error-replies'
import { openSession } from '../webrtc/open-session'
import { parseSdpFragment } from './sdp-fragment'

const OFFER_TYPE = 'application/sdp'
const FRAGMENT_TYPE = 'application/trickle-ice-sdpfrag'
const OFFER_BYTES = 200_000

export interface MediaDoorOptions {
  readonly door: 'whip' | 'whep'
  /** What a client that offers both directions is taken to mean: only one of them ever flows. */
  readonly offerDirection: 'sendonly' | 'recvonly'
}

interface IceSession {
  /** Strong, quoted. */
  readonly tag: string
  readonly ufrags: ReadonlySet<string>
}

const wrongType = (expected: string): Refusal => ({
  status: 415,
  code: 'invalid',
  message: `The body has to be ${expected}.`,
  hint: `Send the header "Content-Type: ${expected}".`,
})
const otherIceSession: Refusal = {
  status: 412,
  code: 'invalid',
  message: 'The If-Match header names another ICE session than the present one.',
  hint: 'Send the ETag of the 201 answer.',
}
const noRestart: Refusal = {
  status: 422,
  code: 'invalid',
  message: 'ICE is not restarted here.',
  hint: 'DELETE the session and open another one.',
}

function hasType({ headers }: FastifyRequest, type: string): boolean {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() === type
}

const ufragsOf = (offer: string): ReadonlySet<string> =>
  new Set([...offer.matchAll(/^a=ice-ufrag:(\S+)/gm)].map(([, ufrag = '']) => ufrag))

/** Beside the address that was asked for, which may have the name of a handler and the token in it. */
function locationOf({ originalUrl }: FastifyRequest, id: string): string {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(originalUrl) ?? []
  return `${path.replace(/\/$/, '')}/${id}${query}`
}

/** What a trickle request asks for that it will not get; null = nothing. Source: RFC 9725 sections 4.3.1 to 4.3.3. */
function preconditionRefusal(
  ifMatch: string | undefined,
  ufrag: string | null,
  ice: IceSession,
): Refusal | null {
  if (ifMatch?.trim() === '*' || (ufrag !== null && !ice.ufrags.has(ufrag))) return noRestart
  const tags = ifMatch?.split(',').map((tag) => tag.trim())
  return tags && !tags.includes(ice.tag) ? otherIceSession : null
}

/** A door for clients that know HTTP and nothing else of us: an offer is posted, what it made is deleted. */
export function createMediaDoor({ door, offerDirection }: MediaDoorOptions): Door {
  return (app, means) => {
    const iceSessions = new WeakMap<Session, IceSession>()

    function sessionOf(request: FastifyRequest): { session: Session; ice: IceSession } {
      const { id } = request.params as { readonly id: string }
      const session = means.sessions.findLive(id)
      const ice = session && iceSessions.get(session)
      if (session && ice) return { session, ice }
      throw new SoundcheckError('not-found', 'there is no session at this address', {
        hint: 'It may have ended.',
      })
    }

    async function open(request: FastifyRequest, reply: FastifyReply) {
      if (!hasType(request, OFFER_TYPE) || typeof request.body !== 'string') {
        return refuse(reply.header('Accept-Post', OFFER_TYPE), wrongType(OFFER_TYPE))
      }
      if (request.body.length > OFFER_BYTES) throw new SoundcheckError('limit', 'the SDP offer is too long')
      const offer = request.body.replace(/^a=sendrecv(?=\r?$)/gm, `a=${offerDirection}`)
      const webrtcId = randomUUID()
      const ice = { tag: `"${randomBytes(9).toString('base64url')}"`, ufrags: ufragsOf(offer) }
      const opening = (session: Session) => void iceSessions.set(session, ice)
      const client = { door, webrtcId, offer, hasMessages: false, inputs: {}, opening }
      const answer = await openSession(means, { request, reply }, client)
      reply
        .code(201)
        .headers({ Location: locationOf(request, webrtcId), ETag: ice.tag, 'Accept-Patch': FRAGMENT_TYPE })
      return reply.type(OFFER_TYPE).send(answer)
    }

    async function trickle(request: FastifyRequest, reply: FastifyReply) {
      const { session, ice } = sessionOf(request)
      if (!hasType(request, FRAGMENT_TYPE) || typeof request.body !== 'string') {
        return refuse(reply.header('Accept-Patch', FRAGMENT_TYPE), wrongType(FRAGMENT_TYPE))
      }
      const { ufrag, candidates } = parseSdpFragment(request.body)
      const refusal = preconditionRefusal(request.headers['if-match'], ufrag, ice)
      if (refusal) return refuse(reply, refusal)
      for (const candidate of candidates) await session.addCandidate(candidate)
      return reply.code(204).send()
    }

    app.post(`/${door}`, open)
    app.patch(`/${door}/:id`, trickle)
    app.delete(`/${door}/:id`, async (request, reply) => {
      await sessionOf(request).session.close('the client hung up')
      return reply.code(200).send()
    })
    app.options(`/${door}`, (_request, reply) =>
      reply.code(204).headers({ Allow: 'OPTIONS, POST', 'Accept-Post': OFFER_TYPE }).send(),
    )
    app.options(`/${door}/:id`, (_request, reply) =>
      reply.code(204).headers({ Allow: 'DELETE, OPTIONS, PATCH', 'Accept-Patch': FRAGMENT_TYPE }).send(),
    )
  }
}

/** What OBS, GStreamer and FFmpeg send, to a handler. Source: RFC 9725. */
export const whipDoor = createMediaDoor({ door: 'whip', offerDirection: 'sendonly' })

/** What a handler emits, to players. Source: draft-ietf-wish-whep. */
export const whepDoor = createMediaDoor({ door: 'whep', offerDirection: 'recvonly' })
