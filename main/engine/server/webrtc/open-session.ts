import type { FastifyReply, FastifyRequest } from 'fastify'
import type { JsonValue } from '../../../../contract/json'
import type { Door } from '../../../../contract/state'
import type { Session } from '../../sessions/session'
import type { DoorMeans } from '../doors'
import { hangUpOf } from './hang-up'

export interface OfferingClient {
  readonly door: Door
  /** Of no live session. */
  readonly webrtcId: string
  readonly offer: string
  readonly hasMessages: boolean
  readonly inputs: { readonly [name: string]: JsonValue }
  /** Called as soon as the session takes candidates, before it answers. */
  readonly opening?: (session: Session) => void
}

/**
 * Opens a session for an SDP offer that came by HTTP, and resolves to the answer. A client that goes away before it has the
 * answer leaves no session behind.
 */
export async function openSession(
  { sessions, reach, versionFor }: DoorMeans,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { door, webrtcId, offer, hasMessages, inputs, opening }: OfferingClient,
): Promise<string> {
  const version = versionFor(request)
  const gone = hangUpOf(reply)
  const opened = sessions.open({
    version,
    client: { door, webrtcId, address: request.ip },
    offered: { offer, reach, hasMessages },
    inputs,
  })
  const session = sessions.findLive(webrtcId)
  if (session) {
    gone.addEventListener('abort', () => void session.close('the client went away before it was answered'))
    opening?.(session)
  }
  return (await opened).answer
}
