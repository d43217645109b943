import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../journal/journal'
import { makeRtcp, makeRtp } from '../media/testing/make-packets'
import type { WireCodec } from '../peer'
import { createPacketRows } from './packet-rows'

const OPUS = 111
const VP8 = 96
const ORIGIN = 5000
const codecs = new Map<number, WireCodec>([
  [OPUS, { medium: 'audio', name: 'opus', clockRate: 48_000 }],
  [VP8, { medium: 'video', name: 'vp8', clockRate: 90_000 }],
])

function start() {
  const rows: JournalEntry[] = []
  const { events, takeTraffic } = createPacketRows({
    journal: { append: (entry) => rows.push(entry) },
    origin: ORIGIN,
  })
  events.agreed(codecs)
  return {
    rows,
    takeTraffic,
    rtp: (direction: 'in' | 'out', at: number, packet: Parameters<typeof makeRtp>[0]) =>
      events.rtp({ direction, at: ORIGIN + at, bytes: makeRtp(packet) }),
    rtcp: (direction: 'in' | 'out', at: number, ...packets: readonly Buffer[]) =>
      events.rtcp({ direction, at: ORIGIN + at, bytes: Buffer.concat(packets) }),
  }
}

describe('rows of packets', () => {
  it('say of an RTP packet what its header says, where it stands in its stream, and keep it', () => {
    const { rows, rtp } = start()
    rtp('in', 100, { payloadType: OPUS, sequence: 65_534, timestamp: 960, ssrc: 7, payload: [1, 2] })
    rtp('in', 141.5, { payloadType: OPUS, sequence: 0, timestamp: 2880, ssrc: 7, marker: true })
    expect(rows[0]).toEqual({
      kind: 'rtp',
      direction: 'in',
      type: 'audio',
      text: '',
      at: 100,
      fields: { ssrc: 7, pt: OPUS, seq: 65_534, ts: 960, marker: false, medium: 'audio', codec: 'opus' },
      bytes: makeRtp({ payloadType: OPUS, sequence: 65_534, timestamp: 960, ssrc: 7, payload: [1, 2] }),
    })
    expect(rows[1]).toMatchObject({
      at: 141.5,
      fields: { seq: 0, marker: true, deltaMs: 41.5, jitterMs: 0.094, lost: 1 },
    })
  })

  it('keep both directions of a stream apart, and what nobody agreed on', () => {
    const { rows, rtp } = start()
    rtp('in', 0, { payloadType: OPUS, sequence: 1, ssrc: 7 })
    rtp('out', 0, { payloadType: OPUS, sequence: 1, ssrc: 7 })
    rtp('in', 0, { payloadType: 33, sequence: 1, ssrc: 8 })
    expect(rows.map(({ fields }) => fields?.duplicate)).toEqual([undefined, undefined, undefined])
    expect(rows[2]).toMatchObject({ type: null, fields: { ssrc: 8, pt: 33 } })
    expect(rows[2]?.fields).not.toHaveProperty('medium')
  })

  it('mark key frames, and packets that are sent again on demand of the other side', () => {
    const { rows, rtp, rtcp } = start()
    for (const sequence of [1, 2, 3])
      rtp('out', 0, { payloadType: VP8, sequence, ssrc: 9, payload: sequence === 1 ? [0x10, 0] : [0, 0] })
    rtcp('in', 10, makeRtcp(205, 1, [5, 9, 2 << 16]))
    rtp('out', 11, { payloadType: VP8, sequence: 2, ssrc: 9, payload: [0, 0] })
    expect(rows.map(({ fields }) => fields?.key)).toEqual([true, undefined, undefined, undefined, undefined])
    expect(rows[3]).toMatchObject({
      kind: 'rtcp',
      direction: 'in',
      type: 'NACK',
      text: 'asks for packet 2 again',
      fields: { ssrc: 9, medium: 'video', packets: 1 },
    })
    expect(rows[4]?.fields).toMatchObject({ rtx: true, seq: 2 })
    expect(rows[4]?.fields).not.toHaveProperty('duplicate')
  })

  it('tell the round trip from our report and the answer to it', () => {
    const { rows, rtp, rtcp, takeTraffic } = start()
    rtp('out', 0, { payloadType: OPUS, sequence: 1, ssrc: 9 })
    rtcp('out', 1000, makeRtcp(200, 0, [9, 0xaaaa_1234, 0x5678_bbbb, 0, 50, 4000]))
    const block = [9, 0x1a00_0002, 0, 96, 0x1234_5678, 65_536]
    rtcp('in', 2012.5, makeRtcp(201, 1, [5, ...block]), makeRtcp(203, 1, [5]))
    expect(rows[1]).toMatchObject({
      type: 'SR',
      text: 'has sent 50 packets, 4000 bytes',
      fields: { ssrc: 9, medium: 'audio', packets: 50 },
    })
    expect(rows[2]).toMatchObject({
      type: 'RR',
      text: 'of audio: 2 packets lost since the beginning, 10.2 % since the last report, jitter 2 ms, round trip 12.5 ms',
      fields: { ssrc: 9, medium: 'audio', lost: 2, fraction: 0.102, jitterMs: 2, rttMs: 12.5 },
    })
    expect(rows[3]).toMatchObject({ type: 'BYE', text: 'leaves', bytes: makeRtcp(203, 1, [5]) })
    expect(takeTraffic()).toMatchObject({ packetsOut: 1, bytesOut: 12, rttMs: 12.5 })
    expect(takeTraffic()).toMatchObject({ packetsOut: 1, bytesOut: 0 })
  })

  it('say what is asked for and taken in words', () => {
    const { rows, rtcp } = start()
    const many = Array.from({ length: 2 }, (_, n) => ((n * 20) << 16) | 0xffff)
    const remb = [5, 0, Buffer.from('REMB').readUInt32BE(0), (1 << 24) | (3 << 18) | 150_000, 9]
    rtcp('in', 0, makeRtcp(206, 1, [5, 9]), makeRtcp(205, 1, [5, 9, (7 << 16) | 1]))
    rtcp('in', 0, makeRtcp(205, 1, [5, 9, ...many]), makeRtcp(206, 15, remb), makeRtcp(207, 0, [5]))
    rtcp('in', 0, makeRtcp(201, 0, [5]), Buffer.from([1]))
    expect(rows.map(({ type, text }) => `${type} ${text}`)).toEqual([
      'PLI asks for a key frame',
      'NACK asks for packets 7, 8 again',
      'NACK asks for 34 packets again',
      'REMB takes up to 1200 kbit/s',
      'other of type 207',
      'RR has received nothing',
      'other cannot be read',
    ])
  })
})
