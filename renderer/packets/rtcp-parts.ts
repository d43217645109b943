import {
  type ByteReader,
  createByteReader,
  field,
  hex32,
  type PacketField,
  type PacketPart,
  yesNo,
} from './packet-part'

const HEADER_BYTES = 8
const SENDER_INFO_BYTES = 20
const BLOCK_BYTES = 24
const CNAME = 1

/** Source: RFC 3550 section 12.1, RFC 4585 section 6.1. */
const packetTypes: { readonly [type: number]: string } = {
  200: 'sender report',
  201: 'receiver report',
  202: 'description of the source',
  203: 'goodbye',
  204: 'of the application',
  205: 'feedback about the way',
  206: 'feedback about the payload',
}

function headerPart(read: ByteReader, to: number): PacketPart {
  const type = read.u8(1)
  return {
    ...{ kind: 'header', label: 'RTCP header', from: 0, to },
    fields: [
      field('Version', read.bits(0, 0, 2), 'Of RTP: always 2'),
      field('Padding', yesNo(read.bits(0, 2, 1)), 'Bytes without meaning at the end'),
      field('Count or format', read.bits(0, 3, 5), 'Reports in it, or which kind of feedback it is'),
      field('Packet type', `${type} (${packetTypes[type] ?? 'other'})`, 'What it is for'),
      field('Length', `${read.u16(2)} words`, 'Words of 4 bytes, without the first'),
      field('Sender', hex32(read.u32(4)), 'The stream of whoever sends it'),
    ],
  }
}

/** Source: RFC 3550 section 6.4.1. */
function senderInfo(read: ByteReader, at: number): PacketPart {
  const seconds = read.u32(at) + read.u32(at + 4) / 2 ** 32
  return {
    ...{ kind: 'descriptor', label: 'What was sent', from: at, to: at + SENDER_INFO_BYTES },
    fields: [
      field('Wall clock', `${seconds.toFixed(3)} s`, 'Since 1900: puts sound and pictures on one clock'),
      field('RTP timestamp', read.u32(at + 8), 'The same moment on the medium’s clock'),
      field('Packets', read.u32(at + 12), 'Sent since the beginning'),
      field('Bytes', read.u32(at + 16), 'Of payload, sent since the beginning'),
    ],
  }
}

function signed24(value: number): number {
  return value < 0x80_0000 ? value : value - 0x100_0000
}

/** Source: RFC 3550 section 6.4.1. */
function reportBlock(read: ByteReader, at: number): PacketPart {
  return {
    ...{ kind: 'report', label: 'Report about a stream', from: at, to: at + BLOCK_BYTES },
    fields: [
      field('Stream', hex32(read.u32(at)), 'The stream that it is about'),
      field('Lost lately', `${((read.u8(at + 4) / 256) * 100).toFixed(1)} %`, 'Since the report before'),
      field('Lost', signed24(read.u24(at + 5)), 'Packets since the beginning'),
      field('Highest sequence number', read.u16(at + 10), `After ${read.u16(at + 8)} times around`),
      field('Jitter', `${read.u32(at + 12)} ticks`, 'How unevenly packets come, on the medium’s clock'),
      field(
        'Last report',
        hex32(read.u32(at + 16)),
        'The last sender report that it got: gives the round trip',
      ),
      field(
        'Since then',
        `${((read.u32(at + 20) / 65_536) * 1000).toFixed(1)} ms`,
        'How long it had that report',
      ),
    ],
  }
}

function reports(read: ByteReader, from: number, end: number): readonly PacketPart[] {
  const count = Math.min(read.bits(0, 3, 5), Math.floor((end - from) / BLOCK_BYTES))
  return Array.from({ length: Math.max(0, count) }, (_, at) => reportBlock(read, from + at * BLOCK_BYTES))
}

/** A packet, and a bit for each of the 16 after it. Source: RFC 4585 section 6.2.1. */
function askedFields(read: ByteReader, from: number, end: number): readonly PacketField[] {
  const fields: PacketField[] = []
  for (let at = from; at + 4 <= end; at += 4) {
    const first = read.u16(at)
    const more = Array.from({ length: 16 }, (_, bit) => bit).filter((bit) => (read.u16(at + 2) >> bit) & 1)
    const all = [first, ...more.map((bit) => (first + bit + 1) & 0xffff)]
    fields.push(field('Packets', all.join(', '), 'Sequence numbers that are to be sent again'))
  }
  return fields
}

/** Source: draft-alvestrand-rmcat-remb-03 section 2.2. */
function rembFields(read: ByteReader, at: number): readonly PacketField[] {
  const packed = read.u24(at + 5)
  const kbps = ((packed & 0x3_ffff) * 2 ** (packed >> 18)) / 1000
  return [
    field(
      'Most',
      `${Math.round(kbps).toLocaleString('en')} kbit/s`,
      'What the receiver thinks that the way can carry',
    ),
  ]
}

/** Source: RFC 4585 section 6.3, RFC 5104 section 4.3. */
function feedbackFields(read: ByteReader, end: number): readonly PacketField[] {
  const type = read.u8(1)
  const format = read.bits(0, 3, 5)
  const about = field('Stream', hex32(read.u32(HEADER_BYTES)), 'The stream that it is about')
  const from = HEADER_BYTES + 4
  if (type === 205 && format === 1) return [about, ...askedFields(read, from, end)]
  if (type === 206 && format === 1)
    return [about, field('Asks for', 'a key frame', 'A picture could not be decoded')]
  if (type === 206 && format === 4)
    return [
      field('Stream', hex32(read.u32(from)), 'The stream that it is about'),
      field('Asks for', 'a key frame', 'Somebody joined'),
    ]
  if (type === 206 && format === 15 && read.ascii(from, 4) === 'REMB') return rembFields(read, from)
  return [about]
}

/** The canonical name in the first chunk. Source: RFC 3550 section 6.5. */
function nameFields(read: ByteReader, end: number): readonly PacketField[] {
  if (read.u8(HEADER_BYTES) !== CNAME) return []
  const length = Math.min(read.u8(HEADER_BYTES + 1), end - HEADER_BYTES - 2)
  const name = read.ascii(HEADER_BYTES + 2, length)
  return [field('Name', name, 'Streams of one name are of one sender, and are played together')]
}

function bodyParts(read: ByteReader, from: number, end: number): readonly PacketPart[] {
  const type = read.u8(1)
  if (type === 200 && end >= from + SENDER_INFO_BYTES)
    return [senderInfo(read, from), ...reports(read, from + SENDER_INFO_BYTES, end)]
  if (type === 201) return reports(read, from, end)
  const fields =
    type === 205 || type === 206 ? feedbackFields(read, end) : type === 202 ? nameFields(read, end) : []
  return [{ kind: 'report', label: fields.length > 0 ? 'What it says' : 'Contents', from, to: end, fields }]
}

/** The parts of one RTCP packet, in order and without gaps. */
export function readRtcpParts(bytes: Uint8Array): readonly PacketPart[] {
  const read = createByteReader(bytes)
  const from = Math.min(HEADER_BYTES, bytes.length)
  const body = bytes.length > from ? bodyParts(read, from, bytes.length) : []
  const end = body.at(-1)?.to ?? from
  const rest: PacketPart = { kind: 'padding', label: 'More', from: end, to: bytes.length, fields: [] }
  return [headerPart(read, from), ...body, rest].filter(({ from, to }) => to > from)
}
