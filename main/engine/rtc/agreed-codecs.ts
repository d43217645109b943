import type { RTCPeerConnection, RTCRtpTransceiver } from 'werift'
import type { WireCodec } from '../peer'

/** What can be in the packets of each payload type, of both directions. */
export function agreedCodecs(pc: RTCPeerConnection): ReadonlyMap<number, WireCodec> {
  const codecs = new Map<number, WireCodec>()
  for (const { kind, codecs: agreed } of pc.getTransceivers())
    for (const { payloadType, name, clockRate } of agreed)
      codecs.set(payloadType, {
        medium: kind === 'audio' ? 'audio' : 'video',
        name: name.toLowerCase(),
        clockRate,
      })
  return codecs
}

const ways = {
  sendrecv: 'both ways',
  sendonly: 'to the client',
  recvonly: 'from the client',
  inactive: 'not at all',
  stopped: 'not at all',
} as const

function describeMedium({ kind, codecs, sender, currentDirection }: RTCRtpTransceiver): string {
  const known = codecs.map(({ name, payloadType }) => `${name} (payload type ${payloadType})`).join(', ')
  const way = currentDirection ? ways[currentDirection] : ways.inactive
  const sends = currentDirection === 'sendrecv' || currentDirection === 'sendonly'
  const sent = sends && sender.codec ? `; sent as ${sender.codec.name}` : ''
  return `${kind}: ${way}, ${known}${sent}`
}

/** The media that were agreed on, one a line. */
export function describeMedia(pc: RTCPeerConnection): string {
  return pc.getTransceivers().map(describeMedium).join('\n')
}
