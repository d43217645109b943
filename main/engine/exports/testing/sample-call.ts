import type { RowDirection } from '../../../../contract/journal'
import { pictureBytes } from '../../../../contract/media'
import { createOpusEncoder } from '../../codecs/opus-encoder'
import { encodeH264 } from '../../codecs/testing/h264'
import { createVp8Encoder } from '../../codecs/vp8-encoder'
import type { Journal } from '../../journal/journal'
import { createRtpAnalysis } from '../../media/rtp-analysis'
import { readRtpHeader } from '../../media/rtp-header'

export interface SampleStream {
  readonly direction: RowDirection
  readonly ssrc: number
  readonly medium: 'audio' | 'video'
  readonly codec: 'opus' | 'vp8' | 'h264' | 'pcmu'
  readonly pt: number
  readonly clockRate: number
}

export const streams = {
  audioIn: { direction: 'in', ssrc: 0x1111, medium: 'audio', codec: 'opus', pt: 111, clockRate: 48_000 },
  audioOut: { direction: 'out', ssrc: 0x2222, medium: 'audio', codec: 'opus', pt: 111, clockRate: 48_000 },
  videoIn: { direction: 'in', ssrc: 0x3333, medium: 'video', codec: 'vp8', pt: 96, clockRate: 90_000 },
  h264In: { direction: 'in', ssrc: 0x5555, medium: 'video', codec: 'h264', pt: 102, clockRate: 90_000 },
} as const satisfies { readonly [name: string]: SampleStream }

export interface SamplePacket {
  readonly stream: SampleStream
  /** ms on the session's clock. */
  readonly at: number
  readonly seq: number
  readonly ts: number
  readonly marker: boolean
  readonly payload: Uint8Array
}

const FIRST_SEQ = 65_500

/** 20 ms of a tone, stereo, 48 kHz. */
export function toneBlock(block: number, hz: number): Int16Array {
  return Int16Array.from({ length: 1920 }, (_, i) => {
    const t = (block * 960 + (i >> 1)) / 48_000
    return Math.round(8000 * Math.sin(2 * Math.PI * hz * t))
  })
}

export function audioPackets(stream: SampleStream, hz: number, count: number, startAt = 100): SamplePacket[] {
  const encoder = createOpusEncoder({ channels: 2 })
  const packets = Array.from({ length: count }, (_, i) => ({
    ...{ stream, at: startAt + i * 20, seq: (FIRST_SEQ + i) & 0xffff, ts: (0xffff_0000 + i * 960) >>> 0 },
    ...{ marker: i === 0, payload: encoder.encode(toneBlock(i, hz)) },
  }))
  encoder.close()
  return packets
}

const WIDTH = 320
const HEIGHT = 240
const MOST_PAYLOAD = 800

function fragments(frame: Uint8Array): Uint8Array[] {
  const count = Math.ceil(frame.length / MOST_PAYLOAD)
  // The payload descriptor: whether a partition starts here. Source: RFC 7741 section 4.2.
  return Array.from({ length: count }, (_, i) =>
    Uint8Array.of(i === 0 ? 0x10 : 0, ...frame.subarray(i * MOST_PAYLOAD, (i + 1) * MOST_PAYLOAD)),
  )
}

const samplePicture = (i: number) => {
  const data = new Uint8Array(pictureBytes(WIDTH, HEIGHT, 'i420')).map((_, at) => (at * (i + 1) * 7) & 0xff)
  return { width: WIDTH, height: HEIGHT, format: 'i420', data, pts: i * 3600 } as const
}

export function videoPackets(stream: SampleStream, count: number): SamplePacket[] {
  let now = 0
  const encoder = createVp8Encoder({ bitrate: 1_000_000, fps: 25, clock: { now: () => now } })
  let seq = 0
  const packets: SamplePacket[] = []
  for (let i = 0; i < count; i += 1) {
    now = i * 40
    const encoded = encoder.encode(samplePicture(i), { keyFrame: i % 10 === 0 })
    const parts = encoded ? fragments(encoded.payload) : []
    parts.forEach((payload, at) => {
      const marker = at === parts.length - 1
      packets.push({ stream, at: 120 + now, seq, ts: i * 3600, marker, payload })
      seq += 1
    })
  }
  encoder.close()
  return packets
}

/** The NAL units of one picture in Annex B; x264 has one zero more before some start codes. */
function unitsOf(annexB: Uint8Array): Buffer[] {
  const bytes = Buffer.from(annexB)
  const code = Buffer.of(0, 0, 1)
  const units: Buffer[] = []
  for (let at = bytes.indexOf(code); at >= 0; ) {
    const next = bytes.indexOf(code, at + 3)
    const end = next < 0 ? bytes.length : next - (bytes[next - 1] === 0 ? 1 : 0)
    units.push(bytes.subarray(at + 3, end))
    at = next
  }
  return units
}

/** Parameter sets and small units together in one packet, large units in several. Source: RFC 6184 sections 5.7.1 and 5.8. */
function h264Payloads(annexB: Uint8Array): Uint8Array[] {
  const units = unitsOf(annexB)
  const small = units.filter((unit) => unit.length <= MOST_PAYLOAD / 4)
  const together = small.flatMap((unit) => [unit.length >> 8, unit.length & 0xff, ...unit])
  const large = units.filter((unit) => unit.length > MOST_PAYLOAD / 4)
  const pieces = large.flatMap((unit) => {
    const [first = 0, ...rest] = unit
    const count = Math.ceil(rest.length / MOST_PAYLOAD)
    return Array.from({ length: count }, (_, i) => {
      const flags = (i === 0 ? 0x80 : 0) | (i === count - 1 ? 0x40 : 0)
      const header = [(first & 0xe0) | 28, flags | (first & 0x1f)]
      return Uint8Array.of(...header, ...rest.slice(i * MOST_PAYLOAD, (i + 1) * MOST_PAYLOAD))
    })
  })
  return [...(small.length > 0 ? [Uint8Array.of(24, ...together)] : []), ...pieces]
}

/** The same pictures, as a client with H.264 sends them: a key frame every ten. */
export function h264Packets(stream: SampleStream, count: number): SamplePacket[] {
  const keys = Array.from({ length: count }, (_, i) => i).filter((i) => i % 10 === 0)
  const pictures = encodeH264(
    Array.from({ length: count }, (_, i) => samplePicture(i)),
    { keys },
  )
  const packets = pictures.flatMap((picture, i) =>
    h264Payloads(picture).map((payload, at, all) => {
      const marker = at === all.length - 1
      return { stream, at: 120 + i * 40, ts: i * 3600, marker, payload }
    }),
  )
  return packets.map((packet, seq) => ({ ...packet, seq }))
}

export function rtpPacket({ stream, seq, ts, marker, payload }: SamplePacket): Uint8Array {
  const bytes = Buffer.alloc(12 + payload.length)
  bytes.writeUInt8(0x80, 0)
  bytes.writeUInt8((marker ? 0x80 : 0) | stream.pt, 1)
  bytes.writeUInt16BE(seq, 2)
  bytes.writeUInt32BE(ts, 4)
  bytes.writeUInt32BE(stream.ssrc, 8)
  bytes.set(payload, 12)
  return bytes
}

/** Writes rows as a call would, in the order of time. */
export function writePackets(journal: Journal, packets: readonly SamplePacket[]): void {
  const analyses = new Map<number, ReturnType<typeof createRtpAnalysis>>()
  for (const packet of [...packets].sort((a, b) => a.at - b.at)) {
    const { stream, at } = packet
    const analysis = analyses.get(stream.ssrc) ?? createRtpAnalysis(stream.clockRate)
    analyses.set(stream.ssrc, analysis)
    const bytes = rtpPacket(packet)
    const header = readRtpHeader(bytes)
    if (!header) throw new Error('no RTP packet was made')
    const { lost } = analysis.add(header, at)
    journal.append({
      ...{ kind: 'rtp', direction: stream.direction, type: stream.medium, text: '', at, bytes },
      fields: {
        ...{ medium: stream.medium, codec: stream.codec, ssrc: stream.ssrc, pt: stream.pt },
        ...{ seq: header.sequence, ts: header.timestamp, marker: header.marker },
        ...(lost > 0 ? { lost } : {}),
        ...(stream.codec === 'pcmu' && stream.clockRate !== 8000 ? { sampleRate: stream.clockRate } : {}),
      },
    })
  }
}

export const sampleSdp = (address: string): string =>
  [
    'v=0',
    `o=- 1 2 IN IP4 ${address}`,
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
    `c=IN IP4 ${address}`,
    'a=mid:0',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=rtpmap:0 PCMU/8000',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
    'a=mid:1',
    'a=rtpmap:96 VP8/90000',
    'a=rtcp-fb:96 nack pli',
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
    '',
  ].join('\r\n')

export function writeSignals(journal: Journal): void {
  const side = { in: 'remote', out: 'local' } as const
  const tell = (type: 'offer' | 'answer', direction: RowDirection, text: string, at: number): void =>
    journal.append({ kind: 'signal', type, direction, text, at, fields: { side: side[direction] } })
  tell('offer', 'in', sampleSdp('192.168.1.7'), 1)
  tell('answer', 'out', sampleSdp('127.0.0.1'), 5)
}

/** A picture loss indication and a receiver report. Source: RFC 4585 section 6.3.1, RFC 3550 section 6.4.2. */
export function writeReports(journal: Journal, at: number): void {
  const pli = Buffer.from('81ce0002000022220000333300', 'hex').subarray(0, 12)
  const report = Buffer.alloc(32)
  report.set([0x81, 201, 0, 7])
  report.writeUInt32BE(streams.audioIn.ssrc, 4)
  report.writeUInt32BE(streams.audioOut.ssrc, 8)
  report.writeUInt32BE(1234, 16)
  const common = { kind: 'rtcp', at } as const
  journal.append({
    ...{ ...common, direction: 'in', type: 'RR', text: 'a report', bytes: report },
    fields: { medium: 'audio', ssrc: streams.audioOut.ssrc, lost: 0, fraction: 0 },
  })
  journal.append({
    ...{ ...common, direction: 'out', type: 'PLI', text: 'asks for a key frame', bytes: pli },
    fields: { medium: 'video', ssrc: streams.videoIn.ssrc },
  })
}
