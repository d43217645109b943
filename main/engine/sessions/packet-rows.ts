import type { RowDirection } from '../../../contract/journal'
import { OPUS_SAMPLE_RATE, VIDEO_CLOCK_RATE } from '../../../contract/media'
import type { RowFields } from '../../../contract/row-fields'
import type { JournalSink } from '../journal/journal'
import { beginsKeyFrame } from '../media/key-packet'
import { type ReportBlock, type RtcpPacket, readRtcp } from '../media/rtcp-packets'
import { createRtpAnalysis, type RtpAnalysis, type RtpReading } from '../media/rtp-analysis'
import { type RtpHeader, readRtpHeader } from '../media/rtp-header'
import { createSenderClock } from '../media/sender-clock'
import type { MediaKind, PassedPacket, WireCodec, WireEvents } from '../peer'
import { describeRtcp, type RtcpContext } from './describe-rtcp'
import { rounded } from './rounded'

export interface PacketRowsOptions {
  readonly journal: JournalSink
  /** The clock at the start of the session. */
  readonly origin: number
}

/** What passed since it was asked for the last time, and since the session began. */
export interface PassedTraffic {
  readonly bytesIn: number
  readonly bytesOut: number
  readonly packetsIn: number
  readonly packetsOut: number
  /** As the latest report of the client shows it. */
  readonly rttMs: number | null
}

interface Stream {
  readonly codec: WireCodec | undefined
  readonly analysis: RtpAnalysis
}

/** Of a stream whose codec was not agreed on; its jitter is not told. */
const UNKNOWN_RATE = 90_000
/** Of G.711, Hz: over a socket it may have another. */
const TELEPHONE_RATE = 8000
/** Of our own sender reports, by which a report of the client shows how long the way is. */
const REPORTS_KEPT = 16

/** When each of our latest sender reports went out, by its name in the reports of the client. */
function createSentReports() {
  const sentAt = new Map<number, number>()
  return {
    note(report: number, at: number): void {
      sentAt.delete(report)
      sentAt.set(report, at)
      const [oldest] = sentAt.keys()
      if (sentAt.size > REPORTS_KEPT && oldest !== undefined) sentAt.delete(oldest)
    },
    /** Source: RFC 3550 section 6.4.1, figure 2. */
    rtt({ lastReport, delayMs }: ReportBlock, at: number): number | null {
      const sent = sentAt.get(lastReport)
      return sent === undefined ? null : Math.max(0, at - sent - delayMs)
    },
  }
}

/** Flags that are not set, and losses of none, go without saying. */
function fieldsOf(header: RtpHeader, codec: WireCodec | undefined, reading: RtpReading, key: boolean) {
  const { deltaMs, jitterMs, lost, late, duplicate, again } = reading
  const fields: { [name: string]: RowFields[string] } = {
    ssrc: header.ssrc,
    pt: header.payloadType,
    seq: header.sequence,
    ts: header.timestamp,
    marker: header.marker,
  }
  if (codec) {
    fields.medium = codec.medium
    fields.codec = codec.name
    if (codec.name === 'pcmu' && codec.clockRate !== TELEPHONE_RATE) fields.sampleRate = codec.clockRate
    if (jitterMs !== null) fields.jitterMs = rounded(jitterMs)
  }
  if (deltaMs !== null) fields.deltaMs = rounded(deltaMs)
  if (lost > 0) fields.lost = lost
  if (late) fields.late = true
  if (duplicate) fields.duplicate = true
  if (key) fields.key = true
  if (again || codec?.name === 'rtx') fields.rtx = true
  return fields
}

/** Makes a row of each packet of media and of what both sides report about them. */
export function createPacketRows({ journal, origin }: PacketRowsOptions) {
  const streams = { in: new Map<number, Stream>(), out: new Map<number, Stream>() }
  const sentReports = createSentReports()
  const senderClocks = { audio: createSenderClock(), video: createSenderClock() }
  const totals = { bytesIn: 0, bytesOut: 0, packetsIn: 0, packetsOut: 0 }
  let codecs: ReadonlyMap<number, WireCodec> = new Map()
  let rttMs: number | null = null

  function streamOf(direction: RowDirection, { ssrc, payloadType }: RtpHeader): Stream {
    const known = streams[direction].get(ssrc)
    if (known) return known
    const codec = codecs.get(payloadType)
    const stream = { codec, analysis: createRtpAnalysis(codec?.clockRate ?? UNKNOWN_RATE) }
    streams[direction].set(ssrc, stream)
    return stream
  }

  function count(direction: RowDirection, bytes: number): void {
    totals[direction === 'in' ? 'packetsIn' : 'packetsOut'] += 1
    totals[direction === 'in' ? 'bytesIn' : 'bytesOut'] += bytes
  }

  function rtp({ direction, at, bytes }: PassedPacket): void {
    count(direction, bytes.length)
    const header = readRtpHeader(bytes)
    if (!header) return
    const { analysis } = streamOf(direction, header)
    const codec = codecs.get(header.payloadType)
    const payload = bytes.subarray(header.payloadAt, header.payloadEnd)
    const key = codec?.medium === 'video' && beginsKeyFrame(codec.name, payload)
    journal.append({
      kind: 'rtp',
      direction,
      type: codec?.medium ?? null,
      text: '',
      at: at - origin,
      fields: fieldsOf(header, codec, analysis.add(header, at), key),
      bytes,
    })
  }

  /** What a packet means for those that follow. */
  function learn(packet: RtcpPacket, direction: RowDirection, at: number): void {
    if (packet.type === 'SR' && direction === 'out') sentReports.note(packet.report, at)
    if (packet.type === 'SR' && direction === 'in') {
      const medium = streams.in.get(packet.ssrc)?.codec?.medium
      if (medium) senderClocks[medium].note(packet)
    }
    // Who asks is on the other side of what is asked for.
    if (packet.type === 'NACK')
      streams[direction === 'in' ? 'out' : 'in'].get(packet.media)?.analysis.noteAsked(packet.sequences)
  }

  function rtcp({ direction, at, bytes }: PassedPacket): void {
    const context: RtcpContext = {
      codecOf: (ssrc) => (streams.in.get(ssrc) ?? streams.out.get(ssrc))?.codec,
      rttOf(block) {
        const rtt = direction === 'in' ? sentReports.rtt(block, at) : null
        rttMs = rtt ?? rttMs
        return rtt
      },
    }
    for (const packet of readRtcp(bytes)) {
      learn(packet, direction, at)
      const { text, fields } = describeRtcp(packet, context)
      journal.append({
        kind: 'rtcp',
        direction,
        type: packet.type,
        text,
        at: at - origin,
        fields,
        bytes: packet.bytes,
      })
    }
  }

  const events: Pick<WireEvents, 'agreed' | 'rtp' | 'rtcp'> = {
    agreed(agreed) {
      codecs = agreed
    },
    rtp,
    rtcp,
  }

  return {
    events,
    /** When a frame of the client was captured, ms since 1970 on the client's clock; null while that is not known. */
    capturedMs: (medium: MediaKind, timestamp: number): number | null =>
      senderClocks[medium].capturedMs(timestamp, medium === 'audio' ? OPUS_SAMPLE_RATE : VIDEO_CLOCK_RATE),
    takeTraffic(): PassedTraffic {
      const passed = { ...totals, rttMs }
      totals.bytesIn = totals.bytesOut = 0
      return passed
    },
  }
}

export type PacketRows = ReturnType<typeof createPacketRows>
