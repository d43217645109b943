import { createByteReader, field, hex32, type PacketField, type PacketPart, yesNo } from './packet-part'
import { readDescriptor } from './payload-parts'

const FIXED_BYTES = 12
const WORD_BYTES = 4
/** Source: RFC 8285 sections 4.2 and 4.3. */
const ONE_BYTE_PROFILE = 0xbede
const TWO_BYTE_PROFILE = 0x1000

type Reader = ReturnType<typeof createByteReader>

/** Source: RFC 3550 section 5.1. */
function headerPart(read: Reader, to: number, codec: string): PacketPart {
  const sources = read.bits(0, 4, 4)
  return {
    ...{ kind: 'header', label: 'RTP header', from: 0, to },
    fields: [
      field('Version', read.bits(0, 0, 2), 'Of RTP: always 2'),
      field('Padding', yesNo(read.bits(0, 2, 1)), 'Bytes without meaning at the end'),
      field('Extension', yesNo(read.bits(0, 3, 1)), 'Whether a header extension follows'),
      field('Marker', yesNo(read.bits(1, 0, 1)), 'Begins a spurt of sound; ends a picture'),
      field(
        'Payload type',
        codec ? `${read.bits(1, 1, 7)} (${codec})` : read.bits(1, 1, 7),
        'The codec, by its number in offer and answer',
      ),
      field('Sequence number', read.u16(2), 'One more with each packet, 0 again after 65,535: shows losses'),
      field('Timestamp', read.u32(4), 'When it is to be played, in ticks of the medium’s clock'),
      field('SSRC', `${hex32(read.u32(8))} (${read.u32(8)})`, 'The stream that it belongs to'),
      ...Array.from({ length: sources }, (_, at) =>
        field('Contributor', hex32(read.u32(FIXED_BYTES + at * WORD_BYTES)), 'Whose sound was mixed into it'),
      ),
    ],
  }
}

/** Numbers of the extensions are agreed on in offer and answer. */
function extensionFields(read: Reader, from: number, to: number): readonly PacketField[] {
  const profile = read.u16(from)
  const isTwoByte = (profile & 0xfff0) === TWO_BYTE_PROFILE
  if (profile !== ONE_BYTE_PROFILE && !isTwoByte)
    return [field('Profile', `0x${profile.toString(16)}`, 'An extension of its own kind')]
  const fields: PacketField[] = []
  for (let at = from + WORD_BYTES; at < to; ) {
    const id = isTwoByte ? read.u8(at) : read.bits(at, 0, 4)
    // Padding between elements.
    if (read.u8(at) === 0) {
      at += 1
      continue
    }
    const start = at + (isTwoByte ? 2 : 1)
    const length = isTwoByte ? read.u8(at + 1) : read.bits(at, 4, 4) + 1
    const value = read.hex(start, Math.min(length, to - start))
    fields.push(field(`Extension ${id}`, value, `What number ${id} is for is said in offer and answer`))
    at = start + length
  }
  return fields
}

/** The parts of an RTP packet, in order and without gaps; one part for what is no whole RTP packet. */
export function readRtpParts(bytes: Uint8Array, codec: string): readonly PacketPart[] {
  const read = createByteReader(bytes)
  const headerEnd = FIXED_BYTES + read.bits(0, 4, 4) * WORD_BYTES
  const hasExtension = read.bits(0, 3, 1) === 1
  const extensionEnd = hasExtension ? headerEnd + WORD_BYTES * (1 + read.u16(headerEnd + 2)) : headerEnd
  if (bytes.length < extensionEnd || read.bits(0, 0, 2) !== 2)
    return [{ kind: 'payload', label: 'No whole RTP packet', from: 0, to: bytes.length, fields: [] }]
  const padding = read.bits(0, 2, 1) === 1 ? (bytes.at(-1) ?? 0) : 0
  const payloadEnd = Math.max(extensionEnd, bytes.length - padding)
  const descriptor = payloadEnd > extensionEnd ? readDescriptor(codec, read, extensionEnd) : null
  const dataStart = Math.min(payloadEnd, extensionEnd + (descriptor?.length ?? 0))
  const parts: PacketPart[] = [
    headerPart(read, headerEnd, codec),
    {
      ...{ kind: 'extension', label: 'Header extensions', from: headerEnd, to: extensionEnd },
      fields: hasExtension ? extensionFields(read, headerEnd, extensionEnd) : [],
    },
    {
      ...{ kind: 'descriptor', label: descriptor?.label ?? '', from: extensionEnd, to: dataStart },
      fields: descriptor?.fields ?? [],
    },
    {
      ...{ kind: 'payload', label: 'Payload', from: dataStart, to: payloadEnd },
      fields: [field('Length', `${payloadEnd - dataStart} B`, 'The sound or picture itself, coded')],
    },
    {
      ...{ kind: 'padding', label: 'Padding', from: payloadEnd, to: bytes.length },
      fields: [
        field('Length', `${bytes.length - payloadEnd} B`, 'Without meaning; senders probe the way with it'),
      ],
    },
  ]
  return parts.filter(({ from, to }) => to > from)
}
