import type { RowDirection } from '../../../../contract/journal'
import type { Medium, SeenMedia } from './seen-media'
import { type Endpoint, udpDatagram } from './udp-datagram'

/** Addresses that are nobody's: those that RFC 5737 keeps for examples. */
export const addresses = { client: [192, 0, 2, 1], handler: [192, 0, 2, 2] } as const
type Side = keyof typeof addresses

/** One for each medium, where the call had one for all: what reads the file knows payload types by ports. */
const ports: { readonly [M in Medium | 'unknown']: number } = { audio: 5004, video: 5006, unknown: 5008 }
const SIP_PORT = 5060

const endpoint = (side: Side, port: number): Endpoint => ({ address: addresses[side], port })

/** From whom to whom a packet of a medium goes. */
export function waysOf(
  direction: RowDirection,
  medium: string | null,
): readonly [from: Endpoint, to: Endpoint] {
  const port = ports[medium === 'audio' || medium === 'video' ? medium : 'unknown']
  const ends = [endpoint('client', port), endpoint('handler', port)] as const
  return direction === 'in' ? ends : [ends[1], ends[0]]
}

function description(side: Side, media: SeenMedia): string {
  const address = addresses[side].join('.')
  const sections = (['audio', 'video'] as const).flatMap((medium) =>
    media.payloadTypes[medium].length === 0
      ? []
      : [
          `m=${medium} ${ports[medium]} RTP/AVPF ${media.payloadTypes[medium].join(' ')}`,
          ...media.lines[medium],
          'a=rtcp-mux',
        ],
  )
  const lines = [
    'v=0',
    `o=- 1 1 IN IP4 ${address}`,
    's=Soundcheck',
    `c=IN IP4 ${address}`,
    't=0 0',
    ...sections,
  ]
  return lines.map((line) => `${line}\r\n`).join('')
}

const starts = {
  client: 'INVITE sip:handler@192.0.2.2 SIP/2.0',
  handler: 'SIP/2.0 200 OK',
} as const

/** Source: RFC 3261 sections 8.1.1 and 20. */
function sipMessage(side: Side, sdp: string): Buffer {
  const head = [
    starts[side],
    'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-soundcheck',
    'Max-Forwards: 70',
    'From: <sip:client@192.0.2.1>;tag=client',
    `To: <sip:handler@192.0.2.2>${side === 'handler' ? ';tag=handler' : ''}`,
    'Call-ID: soundcheck@192.0.2.1',
    'CSeq: 1 INVITE',
    `Contact: <sip:${side}@${addresses[side].join('.')}>`,
    'Subject: made up by Soundcheck so that RTP is recognised',
    'Content-Type: application/sdp',
    `Content-Length: ${Buffer.byteLength(sdp)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${sdp}`)
}

/** A call that was never made: it tells whoever reads the file which ports carry RTP, and what payload types mean. */
export function madeUpCall(
  media: SeenMedia,
): readonly { readonly direction: RowDirection; readonly bytes: Buffer }[] {
  const client = endpoint('client', SIP_PORT)
  const handler = endpoint('handler', SIP_PORT)
  const offer = sipMessage('client', description('client', media))
  const answer = sipMessage('handler', description('handler', media))
  return [
    { direction: 'in', bytes: udpDatagram(client, handler, offer, offer.length) },
    { direction: 'out', bytes: udpDatagram(handler, client, answer, answer.length) },
  ]
}
