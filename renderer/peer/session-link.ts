import { SoundcheckError } from '../../contract/errors'
import type { JsonValue } from '../../contract/json'
import type { Client } from '../state/client'
import type { Peer, PeerListener, PeerOptions } from './peer'

export interface SessionLinkOptions extends PeerOptions {
  readonly handlerId: string
  readonly inputs: { readonly [name: string]: JsonValue }
}

export interface SessionLinkListener extends Omit<PeerListener, 'onCandidate'> {
  /** A part of the negotiation after `open` failed; the connection may still come up. */
  onError(thrown: unknown): void
}

export interface SessionLinkDeps {
  readonly client: Client
  readonly createPeer: (options: PeerOptions, listener: PeerListener) => Peer
}

/** A peer and its session in the engine: opened and closed together. */
export interface SessionLink {
  readonly peer: Peer
  /** Offers at once, sends candidates as they come; resolves to the session's id when the answer is set. */
  open(): Promise<string>
  close(): Promise<void>
}

export function createSessionLink(
  { client, createPeer }: SessionLinkDeps,
  options: SessionLinkOptions,
  listener: SessionLinkListener,
): SessionLink {
  const early: RTCIceCandidateInit[] = []
  let sessionId: string | null = null
  let closing: Promise<void> | null = null

  const sendCandidate = async (id: string, init: RTCIceCandidateInit) => {
    if (!init.candidate || closing) return
    try {
      await client.request('session.addCandidate', {
        sessionId: id,
        candidate: init.candidate,
        sdpMid: init.sdpMid ?? null,
        sdpMLineIndex: init.sdpMLineIndex ?? null,
      })
    } catch (thrown) {
      if (!closing) listener.onError(thrown)
    }
  }
  const onCandidate = (init: RTCIceCandidateInit) => {
    if (sessionId) void sendCandidate(sessionId, init)
    else early.push(init)
  }

  const peer = createPeer(options, { ...bound(listener), onCandidate })

  const open = async () => {
    const offer = await peer.createOffer()
    const { handlerId, inputs } = options
    const opened = await client.request('session.open', { handlerId, offer, inputs: { ...inputs } })
    sessionId = opened.sessionId
    if (closing) {
      // Closed while the engine was opening: nobody else knows this session.
      await closeSession(client, sessionId)
      return sessionId
    }
    for (const init of early.splice(0)) void sendCandidate(sessionId, init)
    await peer.acceptAnswer(opened.answer)
    return sessionId
  }

  const close = async () => {
    peer.close()
    if (sessionId) await closeSession(client, sessionId)
  }

  return {
    peer,
    open,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

async function closeSession(client: Client, sessionId: string): Promise<void> {
  try {
    await client.request('session.close', { sessionId })
  } catch (thrown) {
    // The engine ended it first: that is what was wanted.
    if (!isSessionGone(thrown)) throw thrown
  }
}

const isSessionGone = (thrown: unknown) =>
  thrown instanceof SoundcheckError && (thrown.code === 'not-found' || thrown.code === 'closed')

const bound = (listener: SessionLinkListener): Omit<PeerListener, 'onCandidate'> => ({
  onConnection: (state) => listener.onConnection(state),
  onChannel: (state) => listener.onChannel(state),
  onTrack: (kind, track) => listener.onTrack(kind, track),
  onText: (text) => listener.onText(text),
})
