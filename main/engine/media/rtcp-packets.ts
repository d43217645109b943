import { uint16At, uint32At } from './network-order'

/** What a receiver tells of one stream. Source: RFC 3550 section 6.4.1. */
export interface ReportBlock {
  /** The stream it is about. */
  readonly ssrc: number
  /** Share lost since the report before, 0 to 1. */
  readonly fraction: number
  /** Packets lost since the beginning; negative where duplicates came. */
  readonly lost: number
  /** Interarrival jitter, ticks of the stream's clock. */
  readonly jitterTicks: number
  /** Middle 32 bits of the NTP time of the last sender report that it got; 0 = none. */
  readonly lastReport: number
  /** How long it had that report when it sent this one, ms. */
  readonly delayMs: number
}

/** One packet of a compound, by the name that its row bears. `ssrc` is who sends it. */
export type RtcpPacket = { readonly bytes: Uint8Array } & (
  | {
      readonly type: 'SR'
      readonly ssrc: number
      /** Middle 32 bits of its NTP time: what a receiver gives back as `lastReport`. */
      readonly report: number
      /** When it was sent, ms since 1970 on the sender's clock, and what its timestamps of media were then. */
      readonly ntpMs: number
      readonly timestamp: number
      /** Packets and bytes of payload that it has sent. */
      readonly packets: number
      readonly octets: number
      readonly blocks: readonly ReportBlock[]
    }
  | { readonly type: 'RR'; readonly ssrc: number; readonly blocks: readonly ReportBlock[] }
  | { readonly type: 'SDES'; readonly ssrc: number; readonly cname: string | null }
  | { readonly type: 'BYE'; readonly ssrc: number; readonly reason: string | null }
  | {
      readonly type: 'NACK'
      readonly ssrc: number
      readonly media: number
      /** 16 bits each. */
      readonly sequences: readonly number[]
    }
  | { readonly type: 'PLI'; readonly ssrc: number; readonly media: number }
  | { readonly type: 'FIR'; readonly ssrc: number; readonly media: number }
  | {
      readonly type: 'REMB'
      readonly ssrc: number
      readonly media: number
      /** bit/s. */
      readonly bitrate: number
    }
  | { readonly type: 'APP'; readonly ssrc: number; readonly name: string }
  /** What is none of these, or is cut off; `payloadType` 0 = what follows the last packet is none. */
  | { readonly type: 'other'; readonly ssrc: number; readonly payloadType: number }
)

const HEADER_BYTES = 4
const WORD_BYTES = 4
const VERSION = 2
const SENDER_INFO_BYTES = 20
const BLOCK_BYTES = 24
const CNAME = 1
/** Units of the delay since the last report: 1/65,536 s. */
const MS_PER_DELAY_UNIT = 1000 / 65_536
const REMB_MARK = 'REMB'

/** NTP counts from 1900. */
const SECONDS_TO_1970 = 2_208_988_800

const utf8 = new TextDecoder()

/** ms since 1970. Source: RFC 3550 section 4. */
const readNtp = (bytes: Uint8Array, at: number): number =>
  (uint32At(bytes, at) - SECONDS_TO_1970) * 1000 + (uint32At(bytes, at + 4) / 2 ** 32) * 1000

function textAt(bytes: Uint8Array, from: number, length: number): string {
  return utf8.decode(bytes.subarray(from, from + length))
}

function readBlock(bytes: Uint8Array, at: number): ReportBlock {
  const lost = uint32At(bytes, at + 4) & 0xff_ffff
  return {
    ssrc: uint32At(bytes, at),
    fraction: (bytes[at + 4] ?? 0) / 256,
    lost: lost < 0x80_0000 ? lost : lost - 0x100_0000,
    jitterTicks: uint32At(bytes, at + 12),
    lastReport: uint32At(bytes, at + 16),
    delayMs: uint32At(bytes, at + 20) * MS_PER_DELAY_UNIT,
  }
}

function readBlocks(bytes: Uint8Array, from: number, count: number): ReportBlock[] {
  const whole = Math.max(0, Math.min(count, Math.floor((bytes.length - from) / BLOCK_BYTES)))
  return Array.from({ length: whole }, (_, index) => readBlock(bytes, from + index * BLOCK_BYTES))
}

/** The canonical name in the first chunk. Source: RFC 3550 section 6.5. */
function readCname(bytes: Uint8Array): string | null {
  for (let at = 8; at + 2 <= bytes.length && bytes[at] !== 0; at += 2 + (bytes[at + 1] ?? 0))
    if (bytes[at] === CNAME) return textAt(bytes, at + 2, bytes[at + 1] ?? 0)
  return null
}

function readBye(bytes: Uint8Array, sources: number): string | null {
  const at = HEADER_BYTES + sources * WORD_BYTES
  return at < bytes.length ? textAt(bytes, at + 1, bytes[at] ?? 0) : null
}

/** A packet, and a bit for each of the 16 after it. Source: RFC 4585 section 6.2.1. */
function readAsked(bytes: Uint8Array): number[] {
  const asked: number[] = []
  for (let at = 12; at + WORD_BYTES <= bytes.length; at += WORD_BYTES) {
    const first = uint16At(bytes, at)
    const others = uint16At(bytes, at + 2)
    asked.push(first)
    for (let bit = 0; bit < 16; bit += 1) if ((others >> bit) & 1) asked.push((first + bit + 1) & 0xffff)
  }
  return asked
}

/** 6 bits of exponent, 18 of mantissa. Source: draft-alvestrand-rmcat-remb-03 section 2.2. */
function readBitrate(bytes: Uint8Array): number {
  const packed = uint32At(bytes, 16) & 0xff_ffff
  return (packed & 0x3_ffff) * 2 ** (packed >> 18)
}

/** Formats of payload-specific feedback. Source: RFC 4585 section 6.3, RFC 5104 section 4.3. */
function readPayloadFeedback(bytes: Uint8Array, format: number, other: RtcpPacket): RtcpPacket {
  const { ssrc } = other
  const media = uint32At(bytes, 8)
  if (format === 1) return { type: 'PLI', bytes, ssrc, media }
  // Of an FIR the field is unused: the stream is in its first entry.
  if (format === 4) return { type: 'FIR', bytes, ssrc, media: uint32At(bytes, 12) }
  if (format === 15 && textAt(bytes, 12, 4) === REMB_MARK)
    return { type: 'REMB', bytes, ssrc, media: uint32At(bytes, 20), bitrate: readBitrate(bytes) }
  return other
}

/** Packet types. Source: RFC 3550 section 12.1, RFC 4585 section 6.1. */
function readPacket(bytes: Uint8Array): RtcpPacket {
  const [first = 0, payloadType = 0] = bytes
  const count = first & 0x1f
  const ssrc = uint32At(bytes, 4)
  const other: RtcpPacket = { type: 'other', bytes, ssrc, payloadType }
  if (payloadType === 200) {
    const blocks = readBlocks(bytes, 8 + SENDER_INFO_BYTES, count)
    const report = uint16At(bytes, 10) * 0x1_0000 + uint16At(bytes, 12)
    return {
      type: 'SR',
      bytes,
      ssrc,
      report,
      ntpMs: readNtp(bytes, 8),
      timestamp: uint32At(bytes, 16),
      packets: uint32At(bytes, 20),
      octets: uint32At(bytes, 24),
      blocks,
    }
  }
  if (payloadType === 201) return { type: 'RR', bytes, ssrc, blocks: readBlocks(bytes, 8, count) }
  if (payloadType === 202) return { type: 'SDES', bytes, ssrc, cname: readCname(bytes) }
  if (payloadType === 203) return { type: 'BYE', bytes, ssrc, reason: readBye(bytes, count) }
  if (payloadType === 204) return { type: 'APP', bytes, ssrc, name: textAt(bytes, 8, 4) }
  if (payloadType === 205 && count === 1)
    return { type: 'NACK', bytes, ssrc, media: uint32At(bytes, 8), sequences: readAsked(bytes) }
  return payloadType === 206 ? readPayloadFeedback(bytes, count, other) : other
}

/**
 * The packets of a compound without encryption, in their order; their bytes are views of it. Never throws: what cannot be read is
 * `other`, with all that is left.
 */
export function readRtcp(compound: Uint8Array): readonly RtcpPacket[] {
  const packets: RtcpPacket[] = []
  for (let at = 0; at < compound.length; ) {
    const length = WORD_BYTES * (1 + uint16At(compound, at + 2))
    const isWhole = (compound[at] ?? 0) >> 6 === VERSION && at + length <= compound.length
    const bytes = compound.subarray(at, isWhole ? at + length : compound.length)
    const ssrc = uint32At(bytes, 4)
    packets.push(isWhole ? readPacket(bytes) : { type: 'other', bytes, ssrc, payloadType: 0 })
    at += bytes.length
  }
  return packets
}
