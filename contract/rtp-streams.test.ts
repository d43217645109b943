import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowFields } from './row-fields'
import { createStreamSummaries, type RtpStreamSummary, type StreamRow } from './rtp-streams'

const row = (
  kind: 'rtp' | 'rtcp',
  atUs: number,
  fields: RowFields,
  change: Partial<StreamRow> = {},
): StreamRow => ({ kind, atUs, fields, type: null, direction: 'in', sizeBytes: 100, ...change })

const rtp = (atUs: number, seq: number, fields: RowFields = {}, change: Partial<StreamRow> = {}): StreamRow =>
  row('rtp', atUs, { ssrc: 7, pt: 111, medium: 'audio', codec: 'opus', seq, ...fields }, change)
const rtcp = (type: string, fields: RowFields, direction: 'in' | 'out' = 'out'): StreamRow =>
  row('rtcp', 0, { ssrc: 7, ...fields }, { type, direction })

function summaries(rows: readonly StreamRow[]): readonly RtpStreamSummary[] {
  const streams = createStreamSummaries()
  for (const one of rows) streams.add(one)
  return streams.read()
}
const only = (rows: readonly StreamRow[]) => summaries(rows)[0] as RtpStreamSummary

describe('the summary of a stream', () => {
  it('is there for each direction of each source, in the order in which they began', () => {
    const found = summaries([
      rtp(0, 1),
      rtp(10, 1, {}, { direction: 'out' }),
      rtp(20, 1, { ssrc: 9, medium: 'video', codec: 'vp8', pt: 96 }),
      rtp(30, 2),
    ])
    expect(found.map(({ direction, ssrc, medium, packets }) => [direction, ssrc, medium, packets])).toEqual([
      ['in', 7, 'audio', 2],
      ['out', 7, 'audio', 1],
      ['in', 9, 'video', 1],
    ])
  })

  it('counts packets, bytes, time and bit rate', () => {
    const all = Array.from({ length: 51 }, (_, i) => rtp(i * 20_000, i))
    expect(only(all)).toMatchObject({
      ...{ packets: 51, bytes: 5100, firstUs: 0, lastUs: 1_000_000, bitrate: 40_800 },
      ...{ expected: 51, lost: 0, late: 0, duplicates: 0, payloadTypes: [111], codec: 'opus' },
    })
  })

  it('has no rate, jitter or delta after one packet', () => {
    expect(only([rtp(0, 1)])).toMatchObject({
      ...{ bitrate: null, meanJitterMs: null, maxJitterMs: null, maxDeltaMs: null, meanDeltaMs: null },
      report: null,
    })
  })

  it('counts what is lost across the wrap, and takes back what was only late', () => {
    expect(only([rtp(0, 65_534), rtp(1, 2)])).toMatchObject({ expected: 5, lost: 3 })
    expect(only([rtp(0, 65_534), rtp(1, 2), rtp(2, 0)])).toMatchObject({ expected: 5, lost: 2, late: 1 })
  })

  it('does not let duplicates hide a loss', () => {
    const rows = [rtp(0, 1), rtp(1, 3), rtp(2, 3), rtp(3, 3)]
    expect(only(rows)).toMatchObject({ packets: 4, expected: 3, lost: 1, duplicates: 2 })
  })

  it('tells retransmissions from duplicates', () => {
    const sent = [rtp(0, 1), rtp(1, 2), rtp(2, 1, { rtx: true })]
    expect(only(sent)).toMatchObject({ packets: 3, lost: 0, duplicates: 0, retransmissions: 1 })
    const received = [rtp(0, 1), rtp(1, 3), rtp(2, 2, { rtx: true })]
    expect(only(received)).toMatchObject({ lost: 0, late: 1, retransmissions: 1 })
  })

  it('gives mean and maximum of jitter and delta, and the key frames', () => {
    const rows = [
      rtp(0, 1, { key: true }),
      rtp(1, 2, { deltaMs: 20, jitterMs: 1 }),
      rtp(2, 3, { deltaMs: 60, jitterMs: 4, key: true }),
    ]
    expect(only(rows)).toMatchObject({
      ...{ meanJitterMs: 2.5, maxJitterMs: 4, meanDeltaMs: 40, maxDeltaMs: 60, keyFrames: 2 },
    })
  })

  it('knows no medium or codec that was not agreed on', () => {
    expect(only([row('rtp', 0, { ssrc: 7, seq: 1 })])).toMatchObject({ medium: null, codec: null })
  })
})

describe('what the other side asks for', () => {
  it('is counted with the stream that it is about, though it was asked before its first packet', () => {
    const rows = [
      rtcp('PLI', {}),
      rtp(0, 1),
      rtcp('FIR', {}),
      rtcp('NACK', { packets: 3 }),
      rtcp('NACK', { packets: 1 }),
    ]
    expect(only(rows).feedback).toEqual({ plis: 1, firs: 1, nacks: 2, packetsAsked: 4 })
  })

  it('is not counted with a stream of its own direction', () => {
    expect(only([rtp(0, 1), rtcp('PLI', {}, 'in')]).feedback.plis).toBe(0)
  })

  it('is the newest report of what arrived', () => {
    const rows = [
      rtp(0, 1, {}, { direction: 'out' }),
      rtcp('RR', { lost: 1, fraction: 0.1, jitterMs: 2 }, 'in'),
      rtcp('RR', { lost: 4, fraction: 0.25, jitterMs: 3, rttMs: 12 }, 'in'),
      rtcp('RR', {}, 'in'),
    ]
    expect(only(rows).report).toEqual({ atUs: 0, lost: 4, fraction: 0.25, jitterMs: 3, rttMs: 12 })
  })

  it('is found in a sender report, which is about the other direction of its medium', () => {
    const rows = [
      rtp(0, 1, { ssrc: 50 }, { direction: 'out' }),
      rtp(0, 1),
      rtcp('SR', { medium: 'audio', lost: 2, fraction: 0 }, 'in'),
    ]
    const [sent, received] = summaries(rows)
    expect(sent?.report).toMatchObject({ lost: 2, rttMs: null })
    expect(received?.report).toBeNull()
  })
})

describe('any rows', () => {
  const rows = fc.array(
    fc.record({
      seq: fc.integer({ min: 0, max: 200 }),
      direction: fc.constantFrom('in' as const, 'out' as const),
    }),
    { maxLength: 200 },
  )

  it('are each counted once, and no more is lost than was expected', () => {
    fc.assert(
      fc.property(rows, (packets) => {
        const found = summaries(packets.map(({ seq, direction }, at) => rtp(at, seq, {}, { direction })))
        const total = found.reduce((sum, { packets }) => sum + packets, 0)
        expect(total).toBe(packets.length)
        for (const one of found) {
          expect(one.lost).toBeGreaterThanOrEqual(0)
          expect(one.packets - one.duplicates).toBe(one.expected - one.lost)
        }
      }),
    )
  })
})
