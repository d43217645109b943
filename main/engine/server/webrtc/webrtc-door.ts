import type { FastifyReply, FastifyRequest } from 'fastify'
import { SoundcheckError } from '../../../../contract/errors'
import type { CandidateInit } from '../../peer'
import type { Session } from '../../sessions/session'
import type { Door, DoorMeans } from '../doors'
import { refusalOf, refuse } from '../error-replies'
import { createAwaitedSessions } from './awaited-sessions'
import { candidateOf } from './candidate-of'
import { hangUpOf } from './hang-up'
import { type CandidateRequest, type OfferRequest, parseOfferRequest } from './offer-request'
import { openSession } from './open-session'

/** How long candidates wait for their offer, ms. */
const PATIENCE = 3000
/** A browser finds about ten candidates; of some clients that connect at once, and of nobody who floods. */
const MOST_WAITING = 200

/** Source: FastRTC's `POST /webrtc/offer`, which says what failed with status 200. */
type Failure =
  | 'connection_already_exists'
  | 'concurrency_limit_reached'
  | 'unknown_connection'
  | 'invalid_candidate_format'
  | 'connection_closed'

const failed = (error: Failure, more: { readonly limit?: number } = {}) => ({
  status: 'failed',
  meta: { error, ...more },
})

const candidateFailures: { readonly [code: string]: Failure } = {
  invalid: 'invalid_candidate_format',
  closed: 'connection_closed',
}

async function addCandidate(session: Session, candidate: CandidateInit) {
  if (session.entry().status === 'closing') return failed('connection_closed')
  try {
    await session.addCandidate(candidate)
    return { status: 'success' }
  } catch (thrown) {
    const failure = thrown instanceof SoundcheckError ? candidateFailures[thrown.code] : undefined
    if (!failure) throw thrown
    return failed(failure)
  }
}

/** `POST /webrtc/offer`: the offers of WebRTC clients, and the candidates that they trickle. */
export const webrtcDoor: Door = (app, means: DoorMeans) => {
  const awaited = createAwaitedSessions({ patience: PATIENCE, limit: MOST_WAITING })
  app.addHook('preClose', async () => awaited.close())

  async function takeOffer(body: OfferRequest, request: FastifyRequest, reply: FastifyReply) {
    const webrtcId = body.webrtc_id
    if (means.sessions.findLive(webrtcId)) return failed('connection_already_exists')
    const { manifest } = means.versionFor(request)
    try {
      const answer = await openSession(
        means,
        { request, reply },
        {
          door: 'webrtc',
          webrtcId,
          offer: body.sdp,
          hasMessages: true,
          inputs: body.inputs,
          opening: (session) => awaited.arrived(webrtcId, session),
        },
      )
      return { sdp: answer, type: 'answer' }
    } catch (thrown) {
      const limit = manifest.concurrencyLimit
      if (limit === null || !(thrown instanceof SoundcheckError) || thrown.code !== 'limit') throw thrown
      return failed('concurrency_limit_reached', { limit })
    }
  }

  async function takeCandidate(body: CandidateRequest, reply: FastifyReply) {
    const candidate = candidateOf(body.candidate)
    if (!candidate) return failed('invalid_candidate_format')
    const there = means.sessions.findLive(body.webrtc_id)
    const session = there ?? (await awaited.wait(body.webrtc_id, hangUpOf(reply)))
    return session ? addCandidate(session, candidate) : failed('unknown_connection')
  }

  app.post('/webrtc/offer', (request, reply) => {
    let body: OfferRequest | CandidateRequest
    try {
      body = parseOfferRequest(request.body)
    } catch (thrown) {
      return refuse(reply, { ...refusalOf(thrown), status: 422 })
    }
    return body.type === 'offer' ? takeOffer(body, request, reply) : takeCandidate(body, reply)
  })
}
