import { SessionDescription } from 'werift'
import { messageOf, SoundcheckError } from '../../../contract/errors'
import type { Mode } from '../../../contract/manifest'
import type { MediaKind } from '../peer'

/** What the handler takes part in. */
export interface WantedMedia {
  readonly media: { readonly [kind in MediaKind]: boolean }
  readonly mode: Mode
}

type OfferedMedia = SessionDescription['media'][number]

/** What every offer must have. Source: RFC 8829 section 5.2.1; without a fingerprint anybody could answer for the client. */
const requiredLines = ['m=', 'a=mid:', 'a=ice-ufrag:', 'a=ice-pwd:', 'a=fingerprint:']

const kinds = ['audio', 'video'] as const

/** Directions of an offered medium in which something that the mode is about can flow. */
const fittingDirections = {
  send: ['sendonly', 'sendrecv'],
  receive: ['recvonly', 'sendrecv'],
  'send-receive': ['sendonly', 'recvonly', 'sendrecv'],
} as const satisfies { readonly [mode in Mode]: readonly string[] }

/** We decode H.264, but encode VP8 only. */
const knownCodecs = { audio: ['opus'], video: ['vp8', 'h264'] } as const
const encodedVideo = ['vp8']

function parse(sdp: string): SessionDescription {
  try {
    const missing = requiredLines.find((start) => !sdp.split(/\r?\n/).some((line) => line.startsWith(start)))
    if (missing) throw new Error(`it has no line "${missing}…"`)
    return SessionDescription.parse(sdp)
  } catch (thrown) {
    // A TypeError is werift stumbling over what it did not expect; its words say nothing to anybody else.
    const reason = thrown instanceof TypeError ? 'it is malformed' : messageOf(thrown)
    throw new SoundcheckError('invalid', `the SDP offer cannot be read: ${reason}`, {
      hint: 'Send the text of RTCPeerConnection.createOffer() unchanged.',
      cause: thrown,
    })
  }
}

function sectionsOf({ media }: SessionDescription, kind: MediaKind): OfferedMedia[] {
  return media.filter((section) => section.kind === kind && section.port !== 0)
}

function refuse(message: string, hint: string): never {
  throw new SoundcheckError('invalid', message, { hint })
}

/** A medium that both sides want but neither could decode would be silence without a word. */
function checkCodecs(kind: MediaKind, sections: readonly OfferedMedia[], mode: Mode): void {
  const names = sections.flatMap(({ rtp }) => rtp.codecs.map((codec) => codec.name.toLowerCase()))
  const known = kind === 'video' && mode === 'receive' ? encodedVideo : knownCodecs[kind]
  if (known.some((name) => names.includes(name))) return
  refuse(
    `the SDP offer has ${kind}, but in no codec that Soundcheck ${mode === 'receive' ? 'sends' : 'knows'}`,
    `Offer ${kind === 'audio' ? 'Opus' : 'VP8'}; this one offers ${names.join(', ') || 'none'}.`,
  )
}

function checkDirection(kind: MediaKind, sections: readonly OfferedMedia[], mode: Mode): void {
  const fitting: readonly string[] = fittingDirections[mode]
  const offered = sections.map(({ direction }) => direction ?? 'sendrecv')
  if (offered.some((direction) => fitting.includes(direction))) return
  refuse(
    `the handler expects ${kind} in mode "${mode}", but the SDP offer has it as ${offered.join(', ')}`,
    `Offer ${kind} as ${fitting.join(' or ')}: a mode is said from the client's side.`,
  )
}

/** Of several media that the handler takes part in, a client may offer only some: not everybody has a camera. */
function checkMedia(offer: SessionDescription, { media, mode }: WantedMedia): void {
  const wanted = kinds.filter((kind) => media[kind])
  const offered = kinds.filter((kind) => sectionsOf(offer, kind).length > 0)
  const common = wanted.filter((kind) => offered.includes(kind))
  if (common.length === 0) {
    refuse(
      `the handler expects ${wanted.join(' and ')}, but the SDP offer has ${offered.join(' and ') || 'neither audio nor video'}`,
      `Offer ${wanted.join(' and ')} and a data channel, or choose a handler of another modality.`,
    )
  }
  for (const kind of common) {
    checkDirection(kind, sectionsOf(offer, kind), mode)
    checkCodecs(kind, sectionsOf(offer, kind), mode)
  }
}

/** Throws `invalid`, saying what was expected, for an offer that cannot be read or in which nothing fits the handler. */
export function checkOffer(sdp: string, wanted: WantedMedia): void {
  checkMedia(parse(sdp), wanted)
}
