import type { MediaDescription, SessionDescription } from 'sdp-transform'
import type { SdpLine, SdpVerdict } from './sdp-line'
import { directionWords, setupWords } from './sdp-words'

/** Reads one kind of line; null where it is not said. */
interface Plain<T> {
  readonly label: string
  readonly meaning: string
  readonly read: (from: T, side: 'offer' | 'answer') => string | null
  /** Whether what both say fits together, though it is not the same. */
  readonly fits?: (offer: string, answer: string) => boolean
}

/** Each side names its own. */
const eachItsOwn = (): boolean => true

/** What one side sends the other receives. */
const mirrored: { readonly [direction: string]: string } = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
}
const wordBefore = (text: string): string => text.split(':')[0] ?? ''

const masked = (secret: string | undefined): string | null =>
  secret ? `•••••• (${secret.length} characters)` : null
const said = (value: number | string | undefined): string | null =>
  value === undefined ? null : String(value)

/** Of the whole connection: bundled media share it, so the first one tells. */
export const transportLines: readonly Plain<MediaDescription>[] = [
  {
    label: 'ICE name',
    fits: eachItsOwn,
    meaning: 'Names this side in the search for a way (ufrag)',
    read: ({ iceUfrag }) => said(iceUfrag),
  },
  {
    label: 'ICE password',
    fits: eachItsOwn,
    meaning: 'Proves in the search for a way that it is this side; not shown',
    read: ({ icePwd }) => masked(icePwd === undefined ? undefined : String(icePwd)),
  },
  {
    label: 'ICE options',
    meaning: 'trickle: addresses may follow one by one',
    read: ({ iceOptions }) => said(iceOptions),
  },
  {
    label: 'Fingerprint',
    fits: eachItsOwn,
    meaning: 'Of the certificate that this side will show: who shows another one is somebody else',
    read: ({ fingerprint }) => (fingerprint ? `${fingerprint.type} ${fingerprint.hash}` : null),
  },
  {
    label: 'Handshake',
    fits: eachItsOwn,
    meaning: 'Who begins the handshake that makes the way safe (setup)',
    read: ({ setup }) => (setup === undefined ? null : `${setup}: ${setupWords[setup] ?? ''}`),
  },
  {
    label: 'Addresses in it',
    fits: eachItsOwn,
    meaning: 'Candidates that are in the description itself; others may follow',
    read: ({ candidates, endOfCandidates }) =>
      candidates ? `${candidates.length}${endOfCandidates ? ', no more follow' : ''}` : null,
  },
]

export const mediumLines: readonly Plain<MediaDescription>[] = [
  {
    label: 'Direction',
    fits: (offer, answer) => mirrored[wordBefore(offer)] === wordBefore(answer),
    meaning: 'Who sends in this medium',
    read: ({ direction }, side) =>
      direction === undefined ? null : `${direction}: ${directionWords[side][direction] ?? ''}`,
  },
  {
    label: 'One port',
    meaning: 'Reports (RTCP) go over the same port as the media (rtcp-mux)',
    read: ({ rtcpMux }) => said(rtcpMux),
  },
  {
    label: 'Short reports',
    meaning: 'Reports may leave out what is usually in them (rtcp-rsize)',
    read: ({ rtcpRsize }) => said(rtcpRsize),
  },
  {
    label: 'Streams',
    fits: eachItsOwn,
    meaning: 'SSRC of what this side will send',
    read: ({ ssrcs }) => (ssrcs ? [...new Set(ssrcs.map(({ id }) => id))].join(', ') : null),
  },
  {
    label: 'SCTP port',
    meaning: 'Number of the transport of messages inside of DTLS; no port of the network',
    read: ({ sctpPort }) => said(sctpPort),
  },
  {
    label: 'Largest message',
    meaning: 'A larger one would close the channel',
    read: ({ maxMessageSize }) =>
      maxMessageSize === undefined ? null : `${maxMessageSize.toLocaleString('en')} bytes`,
  },
]

export const bundleLine: readonly Plain<SessionDescription>[] = [
  {
    label: 'Bundle',
    meaning: 'These media share one connection',
    read: ({ groups }) => groups?.find(({ type }) => type === 'BUNDLE')?.mids ?? null,
  },
]

function verdictOf<T>(
  { fits }: Plain<T>,
  offer: string | null,
  answer: string | null | undefined,
): SdpVerdict {
  if (answer === undefined) return 'only'
  if (offer === null) return fits ? 'same' : 'added'
  if (answer === null) return fits ? 'same' : 'refused'
  return offer === answer || fits?.(offer, answer) ? 'same' : 'changed'
}

export function plainLines<T>(
  kinds: readonly Plain<T>[],
  offer: T,
  answer: T | null | undefined,
): readonly SdpLine[] {
  return kinds.flatMap((plain) => {
    const { label, meaning, read } = plain
    const offered = read(offer, 'offer')
    const answered = answer === undefined ? undefined : answer === null ? null : read(answer, 'answer')
    if (offered === null && (answered === null || answered === undefined)) return []
    const verdict = verdictOf(plain, offered, answered)
    return [{ label, meaning, offer: offered, answer: answered, verdict, reason: null }]
  })
}
