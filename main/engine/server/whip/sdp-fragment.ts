import { SoundcheckError } from '../../../../contract/errors'
import type { CandidateInit } from '../../peer'

/** More than any client has addresses. */
const MOST_CANDIDATES = 100

export interface SdpFragment {
  /** Of which ICE session it speaks; null = it does not say. */
  readonly ufrag: string | null
  /** In their order; an empty one is the end of candidates. */
  readonly candidates: readonly CandidateInit[]
}

/** Reads the body of a trickle request; throws `invalid` when it is none. Source: RFC 8840 section 9. */
export function parseSdpFragment(text: string): SdpFragment {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  const candidates: CandidateInit[] = []
  let ufrag: string | null = null
  let media = -1
  let sdpMid: string | null = null
  for (const line of lines) {
    if (!/^[a-z]=/.test(line)) refuse(`the line "${line.slice(0, 100)}" is no SDP`)
    if (line.startsWith('m=')) {
      media += 1
      sdpMid = null
    } else if (line.startsWith('a=mid:')) sdpMid = line.slice(6)
    else if (line.startsWith('a=ice-ufrag:')) ufrag = line.slice(12)
    else if (line === 'a=end-of-candidates')
      candidates.push({ candidate: '', sdpMid: null, sdpMLineIndex: null })
    else if (line.startsWith('a=candidate:'))
      candidates.push({
        candidate: line.slice(2),
        sdpMid,
        sdpMLineIndex: sdpMid === null ? Math.max(0, media) : null,
      })
  }
  if (lines.length === 0) refuse('it is empty')
  if (candidates.length > MOST_CANDIDATES) refuse(`it has more than ${MOST_CANDIDATES} candidates`)
  return { ufrag, candidates }
}

function refuse(why: string): never {
  throw new SoundcheckError('invalid', `the SDP fragment cannot be read: ${why}`, {
    hint: 'Send the lines a=ice-ufrag, m=, a=mid and a=candidate as RFC 8840 has them.',
  })
}
