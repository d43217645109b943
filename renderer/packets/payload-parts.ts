import { type ByteReader, field, type PacketField, yesNo } from './packet-part'

/** What a codec puts before its data in each packet: how many bytes that are, and what they say. */
export interface Descriptor {
  readonly label: string
  readonly length: number
  readonly fields: readonly PacketField[]
}

/** Configurations of Opus. Source: RFC 6716 section 3.1, table 2. */
const opusModes = [
  { upTo: 12, mode: 'SILK (speech)', lengths: [10, 20, 40, 60] },
  { upTo: 16, mode: 'Hybrid', lengths: [10, 20] },
  { upTo: 32, mode: 'CELT (any sound)', lengths: [2.5, 5, 10, 20] },
] as const
const opusBands: readonly string[] = [
  ...['narrow', 'medium', 'wide'].flatMap((band) => Array<string>(4).fill(band)),
  ...['super-wide', 'full'].flatMap((band) => Array<string>(2).fill(band)),
  ...['narrow', 'wide', 'super-wide', 'full'].flatMap((band) => Array<string>(4).fill(band)),
]
const opusCounts = ['1', '2, equally long', '2', 'several'] as const

function opusDescriptor(read: ByteReader, at: number): Descriptor {
  const config = read.bits(at, 0, 5)
  const found = opusModes.find(({ upTo }) => config < upTo)
  const lengths = found?.lengths ?? []
  const ms = lengths[config % lengths.length] ?? 0
  return {
    label: 'Opus, first byte',
    length: 1,
    fields: [
      field('Mode', found?.mode ?? config, 'Which of its ways of coding Opus took'),
      field('Band', opusBands[config] ?? '', 'How much of the treble is in it'),
      field('Frame length', `${ms} ms`, 'Sound in each frame'),
      field(
        'Channels',
        read.bits(at, 5, 1) === 0 ? 'mono' : 'stereo',
        'As coded; the decoder gives any number',
      ),
      field('Frames', opusCounts[read.bits(at, 6, 2)] ?? '', 'Frames in this packet'),
    ],
  }
}

/** Source: RFC 7741 section 4.2. */
function vp8Descriptor(read: ByteReader, start: number): Descriptor {
  const begins = read.bits(start, 3, 1) === 1 && read.bits(start, 5, 3) === 0
  const fields = [
    field(
      'Begins a picture',
      begins ? 'yes' : 'no',
      'The first packet of a picture; the marker is in its last',
    ),
    field('Droppable', yesNo(read.bits(start, 2, 1)), 'No other picture needs this one'),
  ]
  let at = start + 1
  if (read.bits(start, 0, 1) === 1) {
    const extensions = at
    at += 1
    if (read.bits(extensions, 0, 1) === 1) {
      const isLong = read.bits(at, 0, 1) === 1
      const id = isLong ? read.u16(at) & 0x7fff : read.u8(at)
      fields.push(field('Picture number', id, 'Counts pictures, and wraps around'))
      at += isLong ? 2 : 1
    }
    if (read.bits(extensions, 1, 1) === 1) at += 1
    if (read.bits(extensions, 2, 2) !== 0) at += 1
  }
  if (begins) {
    const isKey = (read.u8(at) & 1) === 0
    fields.push(
      field('Key frame', isKey ? 'yes' : 'no', 'A picture that needs no other: where one can begin to look'),
    )
    if (isKey) {
      const size = `${littleEndian(read, at + 6) & 0x3fff} × ${littleEndian(read, at + 8) & 0x3fff}`
      fields.push(field('Picture size', size, 'Pixels, told in key frames alone (RFC 6386, 9.1)'))
    }
  }
  return { label: 'VP8 payload descriptor', length: at - start, fields }
}

const littleEndian = (read: ByteReader, at: number): number => read.u8(at) + read.u8(at + 1) * 0x100

/** Source: ITU-T H.264 table 7-1; RFC 6184 section 5.2. */
const nalTypes: { readonly [type: number]: string } = {
  1: 'part of a picture',
  5: 'part of a key frame (IDR)',
  6: 'additional information (SEI)',
  7: 'sequence parameters (SPS)',
  8: 'picture parameters (PPS)',
  9: 'access unit delimiter',
  24: 'several units (STAP-A)',
  28: 'piece of a unit (FU-A)',
}
const FRAGMENT = 28
const nalName = (type: number): string => nalTypes[type] ?? `type ${type}`

function h264Descriptor(read: ByteReader, at: number): Descriptor {
  const type = read.bits(at, 3, 5)
  const unit = field('Unit', nalName(type), 'What of the picture is in this packet')
  if (type !== FRAGMENT) return { label: 'H.264 unit header', length: 1, fields: [unit] }
  return {
    label: 'H.264 unit and fragment header',
    length: 2,
    fields: [
      unit,
      field('Of', nalName(read.bits(at + 1, 3, 5)), 'What the pieces together are'),
      field(
        'First piece',
        yesNo(read.bits(at + 1, 0, 1)),
        'A unit that is too large for a packet comes in pieces',
      ),
      field('Last piece', yesNo(read.bits(at + 1, 1, 1)), 'With it the unit is whole'),
    ],
  }
}

const descriptors: { readonly [codec: string]: (read: ByteReader, at: number) => Descriptor } = {
  opus: opusDescriptor,
  vp8: vp8Descriptor,
  h264: h264Descriptor,
}

/** What begins the payload of `codec` at a byte; null where nothing is known of it. */
export const readDescriptor = (codec: string, read: ByteReader, at: number): Descriptor | null =>
  descriptors[codec]?.(read, at) ?? null
