import { uint16At, uint32At } from './network-order'

/** The header of one RTP packet. Source: RFC 3550 section 5.1. */
export interface RtpHeader {
  readonly payloadType: number
  readonly marker: boolean
  /** 16 bits, wraps around. */
  readonly sequence: number
  /** Ticks of the media clock, 32 bits, wraps around. */
  readonly timestamp: number
  readonly ssrc: number
  /** Where the payload begins in the packet, bytes. */
  readonly payloadAt: number
  /** Where it ends: what follows is padding. */
  readonly payloadEnd: number
}

const FIXED_BYTES = 12
const WORD_BYTES = 4
const VERSION = 2
const PADDING = 0x20
const EXTENSION = 0x10
const COUNT_OF_SOURCES = 0x0f
const MARKER = 0x80

/** Where the payload begins; beyond the end for a header that claims to be longer than its packet. */
function payloadStart(packet: Uint8Array, first: number): number {
  const sources = FIXED_BYTES + (first & COUNT_OF_SOURCES) * WORD_BYTES
  if ((first & EXTENSION) === 0) return sources
  return sources + WORD_BYTES * (1 + uint16At(packet, sources + 2))
}

/** Reads the header of a packet without encryption, of which nothing is copied; null for what is no whole RTP packet. */
export function readRtpHeader(packet: Uint8Array): RtpHeader | null {
  const [first = 0, second = 0] = packet
  const payloadAt = payloadStart(packet, first)
  if (first >> 6 !== VERSION || packet.length < payloadAt) return null
  const padding = (first & PADDING) === 0 ? 0 : (packet[packet.length - 1] ?? 0)
  return {
    payloadType: second & ~MARKER & 0xff,
    marker: (second & MARKER) !== 0,
    sequence: uint16At(packet, 2),
    timestamp: uint32At(packet, 4),
    ssrc: uint32At(packet, 8),
    payloadAt,
    payloadEnd: Math.max(payloadAt, packet.length - padding),
  }
}
