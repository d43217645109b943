/** Header extensions by their URI. Source: RFC 6464, RFC 8285, RFC 8843; the others are Chromium’s. */
export const extensionWords: { readonly [uri: string]: string } = {
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level':
    'How loud each packet is, so that nobody has to decode it to know',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time':
    'When each packet was sent: shows how much the way can carry',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01':
    'Numbers all packets, so that the receiver can report each one',
  'urn:ietf:params:rtp-hdrext:sdes:mid': 'Which medium of the offer a packet belongs to',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id': 'Which of several sizes of a picture a packet belongs to',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id': 'The same, of packets that are sent again',
  'urn:ietf:params:rtp-hdrext:toffset': 'How long a packet had waited before it was sent',
  'urn:3gpp:video-orientation': 'How the camera is held',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay': 'How long a picture should be held back',
  'http://www.webrtc.org/experiments/rtp-hdrext/video-content-type': 'Whether it is a camera or a screen',
  'http://www.webrtc.org/experiments/rtp-hdrext/video-timing': 'How long each step of coding took',
  'http://www.webrtc.org/experiments/rtp-hdrext/color-space': 'How the colours are to be read',
}

/** Why an extension is not in the answer, where that has a reason of its own. */
export const extensionRefusals: { readonly [uri: string]: string } = {
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01':
    'Soundcheck tells how much the way can carry by REMB instead',
}

/** Codecs by their name in lower case. */
export const codecWords: { readonly [name: string]: string } = {
  opus: 'Sound of any kind, 48 kHz; it can conceal losses',
  red: 'Sends each part more than once, against losses',
  g722: 'Sound of telephones at 16 kHz',
  pcmu: 'Sound of telephones at 8 kHz (G.711 mu-law)',
  pcma: 'Sound of telephones at 8 kHz (G.711 A-law)',
  cn: 'Describes silence in place of sending it',
  'telephone-event': 'Keys of a telephone as events',
  vp8: 'Pictures; all browsers have it',
  vp9: 'Pictures, smaller than VP8',
  h264: 'Pictures; most hardware has it',
  h265: 'Pictures, smaller than H.264',
  av1: 'Pictures, the smallest of all',
  rtx: 'Sends lost packets again in a stream of its own',
  ulpfec: 'Adds packets from which lost ones can be computed',
  'flexfec-03': 'Adds packets from which lost ones can be computed',
}

const notOpus = 'Over WebRTC Soundcheck takes sound as Opus alone'
const notVp8 = 'Soundcheck takes pictures as VP8 or H.264'

/** Why a codec is not in the answer. */
export const codecRefusals: { readonly [name: string]: string } = {
  red: 'Opus conceals losses without it',
  g722: notOpus,
  pcmu: notOpus,
  pcma: notOpus,
  cn: 'Silence is sent as sound',
  'telephone-event': 'Handlers get no keys of a telephone over WebRTC',
  vp9: notVp8,
  h265: notVp8,
  av1: notVp8,
  h264: 'One variant of it is enough',
  rtx: 'What is asked for again is sent in the stream itself',
  ulpfec: 'Lost packets are asked for again instead',
  'flexfec-03': 'Lost packets are asked for again instead',
}

/** Feedback by its name in the description. Source: RFC 4585, RFC 5104. */
export const feedbackWords: { readonly [name: string]: string } = {
  nack: 'The receiver may ask for lost packets again',
  'nack pli': 'The receiver may ask for a key frame after a loss (PLI)',
  'ccm fir': 'The receiver may ask for a key frame for somebody who joins (FIR)',
  'goog-remb': 'The receiver may say how much the way can carry (REMB)',
  'transport-cc': 'The receiver may report each packet',
}

/** What the client does in each direction, told from its side: the offer is the client’s, the answer ours. */
export const directionWords: {
  readonly [side in 'offer' | 'answer']: { readonly [direction: string]: string }
} = {
  offer: {
    sendrecv: 'client sends and receives',
    sendonly: 'client only sends',
    recvonly: 'client only receives',
    inactive: 'nothing passes',
  },
  answer: {
    sendrecv: 'Soundcheck sends and receives',
    sendonly: 'Soundcheck only sends',
    recvonly: 'Soundcheck only receives',
    inactive: 'nothing passes',
  },
}

/** Who begins the DTLS handshake. Source: RFC 8842. */
export const setupWords: { readonly [setup: string]: string } = {
  actpass: 'either may begin',
  active: 'this side begins',
  passive: 'this side waits',
}

export const mediumWords: { readonly [type: string]: string } = {
  audio: 'Sound',
  video: 'Pictures',
  application: 'Messages',
}
