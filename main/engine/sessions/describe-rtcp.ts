import type { RowFields } from '../../../contract/row-fields'
import type { ReportBlock, RtcpPacket } from '../media/rtcp-packets'
import { ticksToMs } from '../media/timebase'
import type { WireCodec } from '../peer'
import { rounded } from './rounded'

/** What is known beside the packet itself. */
export interface RtcpContext {
  /** Of the stream, if packets of it have passed. */
  codecOf(ssrc: number): WireCodec | undefined
  /** Round trip that a report of what we sent shows, ms; null where it shows none. */
  rttOf(block: ReportBlock): number | null
}

export interface DescribedRtcp {
  readonly text: string
  readonly fields: RowFields
}

/** Sequence numbers that a text names; of more the number says enough. */
const MOST_NAMED = 20

function ofStream(ssrc: number, { codecOf }: RtcpContext): RowFields {
  const codec = codecOf(ssrc)
  return codec ? { ssrc, medium: codec.medium } : { ssrc }
}

function blockFields(block: ReportBlock, { codecOf, rttOf }: RtcpContext): RowFields {
  const codec = codecOf(block.ssrc)
  const rttMs = rttOf(block)
  return {
    lost: block.lost,
    fraction: rounded(block.fraction),
    ...(codec ? { jitterMs: rounded(ticksToMs(block.jitterTicks, codec.clockRate)) } : {}),
    ...(rttMs === null ? {} : { rttMs: rounded(rttMs) }),
  }
}

function blockWords(block: ReportBlock, context: RtcpContext): string {
  const { jitterMs, rttMs } = blockFields(block, context)
  const medium = context.codecOf(block.ssrc)?.medium ?? `stream ${block.ssrc}`
  const parts = [
    `${block.lost} packets lost since the beginning`,
    `${(block.fraction * 100).toFixed(1)} % since the last report`,
    jitterMs === undefined ? null : `jitter ${jitterMs} ms`,
    rttMs === undefined ? null : `round trip ${rttMs} ms`,
  ]
  return `of ${medium}: ${parts.filter(Boolean).join(', ')}`
}

function describeReport(packet: RtcpPacket & { readonly type: 'SR' | 'RR' }, context: RtcpContext) {
  const [block] = packet.blocks
  const words = packet.blocks.map((each) => blockWords(each, context))
  const fields = block ? blockFields(block, context) : {}
  if (packet.type === 'SR')
    return {
      text: [`has sent ${packet.packets} packets, ${packet.octets} bytes`, ...words].join('\n'),
      fields: { ...ofStream(packet.ssrc, context), ...fields, packets: packet.packets },
    }
  return {
    text: words.join('\n') || 'has received nothing',
    fields: { ...ofStream(block?.ssrc ?? packet.ssrc, context), ...fields },
  }
}

function describeNack(sequences: readonly number[]): string {
  if (sequences.length === 1) return `asks for packet ${sequences[0]} again`
  if (sequences.length > MOST_NAMED) return `asks for ${sequences.length} packets again`
  return `asks for packets ${sequences.join(', ')} again`
}

/** One RTCP packet in words, and as fields: those of a report are of the first stream that it is about. */
export function describeRtcp(packet: RtcpPacket, context: RtcpContext): DescribedRtcp {
  const from = ofStream(packet.ssrc, context)
  if (packet.type === 'SR' || packet.type === 'RR') return describeReport(packet, context)
  if (packet.type === 'NACK') {
    const { sequences, media } = packet
    return {
      text: describeNack(sequences),
      fields: { ...ofStream(media, context), packets: sequences.length },
    }
  }
  if (packet.type === 'PLI' || packet.type === 'FIR')
    return { text: 'asks for a key frame', fields: ofStream(packet.media, context) }
  if (packet.type === 'REMB') {
    const { bitrate, media } = packet
    return {
      text: `takes up to ${Math.round(bitrate / 1000)} kbit/s`,
      fields: { ...ofStream(media, context), bitrate },
    }
  }
  if (packet.type === 'SDES')
    return { text: packet.cname === null ? 'names nobody' : `is called ${packet.cname}`, fields: from }
  if (packet.type === 'BYE')
    return { text: packet.reason === null ? 'leaves' : `leaves: ${packet.reason}`, fields: from }
  if (packet.type === 'APP') return { text: `of the application ${packet.name}`, fields: from }
  const { payloadType, ssrc } = packet
  return payloadType === 0
    ? { text: 'cannot be read', fields: {} }
    : { text: `of type ${payloadType}`, fields: { ssrc } }
}
