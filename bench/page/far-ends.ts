import type { Client } from '../../renderer/state/client'
import { createArrivals, type FarEnd, type Link, type LinkUse, newConnection, openLink } from './link'

function engineEnd(client: Client, handlerId: string): FarEnd {
  let sessionId = ''
  return {
    async answer(offer) {
      const opened = await client.request('session.open', { handlerId, offer, inputs: {} })
      sessionId = opened.sessionId
      return opened.answer
    },
    async addCandidate({ candidate, sdpMid, sdpMLineIndex }) {
      const place = { sdpMid: sdpMid ?? null, sdpMLineIndex: sdpMLineIndex ?? null }
      await client.request('session.addCandidate', { sessionId, candidate: candidate ?? '', ...place })
    },
    async close() {
      if (sessionId) await client.request('session.close', { sessionId })
    },
  }
}

/** To the engine and back: what comes out is the handler's answer. */
export function openEngineLink(client: Client, handlerId: string, use: LinkUse): Promise<Link> {
  const connection = newConnection()
  const arrivals = createArrivals()
  arrivals.listen(connection)
  const farEnd = engineEnd(client, handlerId)
  return openLink({ ...use, direction: 'sendrecv', farEnd, connection, arrivals })
}

/** From one peer of this page to another: what Chromium alone costs. */
export function openBaselineLink(use: LinkUse): Promise<Link> {
  const connection = newConnection()
  const second = newConnection()
  const arrivals = createArrivals()
  arrivals.listen(second)
  // Candidates come as tasks of their own, after the answer was set: there is always a description to add them to.
  second.onicecandidate = ({ candidate }) => void (candidate && connection.addIceCandidate(candidate))
  const farEnd: FarEnd = {
    async answer(offer) {
      await second.setRemoteDescription({ type: 'offer', sdp: offer })
      const answer = await second.createAnswer()
      await second.setLocalDescription(answer)
      return answer.sdp ?? ''
    },
    addCandidate: (candidate) => second.addIceCandidate(candidate),
    close: async () => second.close(),
  }
  return openLink({ ...use, direction: 'sendonly', farEnd, connection, arrivals })
}
