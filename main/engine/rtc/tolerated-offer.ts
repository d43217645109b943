import { messageOf, SoundcheckError } from '../../../contract/errors'
import { readCandidate } from './remote-candidate'

const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'].map((direction) => `a=${direction}`)

/** Lines over which werift stumbles, and which say nothing that we need. */
function isSense(line: string, payloads: ReadonlySet<string>): boolean {
  if (line.startsWith('a=extmap:') || line === 'a=extmap') return /^a=extmap:\d+(\/\w+)? \S+/.test(line)
  if (line.startsWith('a=rtcp:')) return /^a=rtcp:\d+ IN IP[46] \S+$/.test(line)
  if (line.startsWith('a=fmtp:')) return payloads.has(/^a=fmtp:(\d+) /.exec(line)?.[1] ?? '')
  return true
}

function isUsable(line: string): boolean {
  try {
    return readCandidate(line.slice(2)).isUsable
  } catch (thrown) {
    throw new SoundcheckError('invalid', `the SDP offer cannot be read: ${messageOf(thrown)}`, {
      hint: 'Send the text of RTCPeerConnection.createOffer() unchanged.',
      cause: thrown,
    })
  }
}

/** werift gives up at once on a client that says that it has no more addresses when it has none that we could send to. */
function withUsableCandidates(section: readonly string[]): readonly string[] {
  const isCandidate = (line: string) => line.startsWith('a=candidate:')
  const lines = section.filter((line) => !isCandidate(line) || isUsable(line))
  return lines.some(isCandidate) ? lines : lines.filter((line) => line !== 'a=end-of-candidates')
}

/** By RFC 8866 section 6.7 both directions are meant where none is said; werift takes it for none. */
function withDirection(section: readonly string[], fallback: string): readonly string[] {
  const isMedium = /^m=(audio|video) /.test(section[0] ?? '')
  return !isMedium || section.some((line) => directions.includes(line)) ? section : [...section, fallback]
}

/**
 * Clients that insist on one transport (`max-bundle`) offer what is to share it with port 0. That is no refusal, although it would be one
 * without the line beside it. Source: RFC 9143 section 6.
 */
function withBundledPort(section: readonly string[]): readonly string[] {
  if (!section.includes('a=bundle-only')) return section
  return section.map((line) => line.replace(/^(m=\w+) 0 /, '$1 9 '))
}

function tolerateSection(given: readonly string[], direction: string): readonly string[] {
  const section = withBundledPort(given)
  const payloads = new Set(section.flatMap((line) => /^a=rtpmap:(\d+) /.exec(line)?.[1] ?? []))
  const sensible = section.filter((line) => isSense(line, payloads))
  return withDirection(withUsableCandidates(sensible), direction)
}

/**
 * An offer as real clients send it, without what werift cannot take and nobody misses: malformed extensions, parameters of
 * unnamed codecs, addresses that we cannot send to, ports of 0 that refuse nothing. Throws `invalid` for a malformed candidate.
 */
export function toleratedOffer(sdp: string): string {
  const lines = sdp.split(/\r?\n/).filter((line) => line !== '')
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []))
  const head = lines.slice(0, starts[0] ?? lines.length)
  const direction = head.find((line) => directions.includes(line)) ?? 'a=sendrecv'
  const sections = starts.map((start, order) => lines.slice(start, starts[order + 1]))
  return [...head, ...sections.flatMap((section) => tolerateSection(section, direction))]
    .map((line) => `${line}\r\n`)
    .join('')
}
