import type { FastifyRequest } from 'fastify'
import { SoundcheckError } from '../../../../contract/errors'
import type { HandlerVersion } from '../../handler-version'
import type { DoorMeans } from '../doors'
import { fastRtcRefusal, type Refusal, refusalOf } from './refusal'
import type { StartEvent } from './socket-event'
import { createSocketPeer, type SocketPeer } from './socket-peer'
import type { SocketProtocol } from './socket-protocol'
import type { SocketWire } from './socket-wire'

export interface SocketSessionOptions {
  readonly request: FastifyRequest
  readonly means: DoorMeans
  readonly protocol: SocketProtocol
  readonly wire: SocketWire
}

/** The version that the request is for; throws where there is none, or none that sound is for. */
export function audioVersionFor({
  means,
  request,
}: Pick<SocketSessionOptions, 'means' | 'request'>): HandlerVersion {
  const version = means.versionFor(request)
  if (version.manifest.modality !== 'video') return version
  throw new SoundcheckError('invalid', `${version.manifest.title} takes video alone; sockets carry sound`, {
    hint: 'Connect over WebRTC, or choose a handler for audio.',
  })
}

/**
 * Opens a session for who said `start`. `onPeer` is given its peer while it is being opened; the result is why there is no
 * session, or null.
 */
export async function openSocketSession(
  options: SocketSessionOptions,
  start: StartEvent,
  onPeer: (peer: SocketPeer) => void,
): Promise<Refusal | null> {
  const { means, protocol, wire, request } = options
  let isMade = false
  let limit: number | null = null
  try {
    const version = audioVersionFor(options)
    const { manifest } = version
    limit = manifest.concurrencyLimit
    if (means.sessions.findLive(start.id)) {
      return { ...fastRtcRefusal('connection_already_exists'), reason: 'a session of this name is live' }
    }
    await means.sessions.open({
      version,
      client: { door: protocol.door, webrtcId: start.id, address: request.ip },
      inputs: start.inputs(manifest),
      connect: (id) => (on) => {
        isMade = true
        const peer = createSocketPeer({
          wire,
          wording: start.wording,
          rates: protocol.rates(manifest),
          mode: manifest.mode,
          label: protocol.label,
          about: start.about(manifest),
          clock: means.clock,
          on,
          note: (row) => means.sessions.get(id).journal.append(row),
        })
        onPeer(peer)
        return peer
      },
    })
    return null
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    const isFull = !isMade && thrown instanceof SoundcheckError && thrown.code === 'limit'
    if (!isFull) return refusal
    return { ...fastRtcRefusal('concurrency_limit_reached', { limit }), reason: refusal.reason }
  }
}
