import type { RTCPeerConnection } from 'werift'
import { messageOf, SoundcheckError } from '../../../contract/errors'
import type { CandidateInit } from '../peer'
import { readCandidate } from './remote-candidate'

const ufragsOf = (sdp: string): ReadonlySet<string> =>
  new Set([...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map(([, ufrag = '']) => ufrag))

function refused(thrown: unknown): SoundcheckError {
  return new SoundcheckError('invalid', `the ICE candidate cannot be used: ${messageOf(thrown)}`, {
    hint: 'Pass on the candidate, sdpMid and sdpMLineIndex of the icecandidate event unchanged.',
    cause: thrown,
  })
}

/** The addresses that a client finds after its offer; `offer` is the one that werift was given. */
export function createTrickledCandidates(pc: RTCPeerConnection, offer: string) {
  const ufrags = ufragsOf(offer)
  let hasUsable = offer.includes('a=candidate:')

  async function hand(candidate: string, { sdpMid, sdpMLineIndex }: CandidateInit): Promise<void> {
    try {
      const place = sdpMid === null ? { sdpMLineIndex: sdpMLineIndex ?? 0 } : { sdpMid }
      await pc.addIceCandidate({ candidate, ...place })
    } catch (thrown) {
      throw refused(thrown)
    }
  }

  return {
    async add(given: CandidateInit): Promise<void> {
      if (given.candidate === '') {
        // With nothing to try werift would give up, where the client may still reach us.
        if (hasUsable) await pc.addIceCandidate({ candidate: '' })
        return
      }
      const { text, ufrag, isUsable } = readCandidate(given.candidate)
      // Those of another ICE session, or of a transport that was bundled away, lead nowhere.
      if (!isUsable || (ufrag !== null && !ufrags.has(ufrag))) return
      hasUsable = true
      await hand(text, given)
    },
  }
}

export type TrickledCandidates = ReturnType<typeof createTrickledCandidates>
