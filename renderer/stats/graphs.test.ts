import { describe, expect, it } from 'vitest'
import type { RtpStreamSummary } from '../../contract/rtp-streams'
import type { StatId, StatsSlice } from '../../contract/stats'
import { endsOf } from './ends'
import { graphsOf } from './graph-specs'
import { figuresOfLine, figureText } from './line-figures'
import { isSpan, rangeFor } from './stats-view'

const none = Number.NaN

function slice(columnUs: number, series: { readonly [I in StatId]?: readonly number[] }): StatsSlice {
  const columns = Math.max(...Object.values(series).map(({ length }) => length))
  return {
    ...{ fromUs: 0, columnUs, columns, endUs: columns * columnUs, complete: true },
    series: Object.entries(series).map(([id, values]) => ({
      id: id as StatId,
      values: Float32Array.from(values),
      lows: null,
    })),
  }
}

const line = (graph: string, label: string, of: StatsSlice) =>
  graphsOf(of)
    .find(({ id }) => id === graph)
    ?.lines.find((one) => one.label === label)?.values

describe('graphs', () => {
  it('show bits a second, whatever the length of a column, and nothing before the first packet', () => {
    const of = (columnUs: number) =>
      slice(columnUs, {
        'engine packets audio in': [none, 5, none, 5],
        'engine bytes audio in': [none, 500, none, 500],
      })
    expect(line('bitrate', 'Sound to the handler', of(1_000_000))).toEqual(Float64Array.of(none, 4, 0, 4))
    expect(line('bitrate', 'Sound to the handler', of(100_000))).toEqual(Float64Array.of(none, 40, 0, 40))
  })

  it('show loss as a share of what should have come, as the receiver knows it', () => {
    const of = slice(1_000_000, {
      'engine packets audio out': [50, 50],
      'client packets audio out': [50, 40],
      'client lost audio out': [0, 10],
    })
    expect(line('loss', 'Sound to the client', of)).toEqual(Float64Array.of(0, 20))
  })

  it('show what a client that tells nothing reports by RTCP', () => {
    const of = slice(1_000_000, {
      'engine packets audio out': [50, 50],
      'engine jitterMs audio out': [none, 7],
    })
    expect(line('jitter', 'Sound to the client', of)).toEqual(Float64Array.of(none, 7))
    expect(graphsOf(of).map(({ id }) => id)).toEqual(['bitrate', 'loss', 'jitter'])
  })

  it('count what was frozen, not shown and asked for again, in each column', () => {
    const of = slice(1_000_000, {
      'engine packets video out': [90, 90],
      'engine nacks video out': [none, 3],
      'client packets video out': [90, 80],
      'client freezes video out': [0, 1],
      'client framesDropped video out': [2, 0],
    })
    expect(line('nacks', 'Picture to the client', of)).toEqual(Float64Array.of(0, 3))
    expect(line('hitches', 'Picture to the client', of)).toEqual(Float64Array.of(0, 1))
    expect(line('hitches', 'Not shown by the client', of)).toEqual(Float64Array.of(2, 0))
  })

  it('say in figures what they show: the newest, the mean, the most, or what is pointed at', () => {
    const values = Float64Array.of(none, 4, 8, none)
    expect(figuresOfLine(values, null)).toEqual({ now: 8, mean: 6, most: 8 })
    expect(figuresOfLine(values, 1).now).toBe(4)
    expect(figuresOfLine(values, 0).now).toBeNull()
    expect([null, 0, 3.06, 12.6, 12_345].map(figureText)).toEqual(['–', '0', '3.1', '13', '12,345'])
  })
})

describe('what is asked for', () => {
  it('is in tenths of a second, or more of them, so that no column is parted', () => {
    expect(rangeFor('fine', 0)).toEqual({ fromUs: null, columnUs: 100_000, columns: 300 })
    expect(rangeFor('all', 3_600_000_000)).toEqual({ fromUs: 0, columnUs: 12_000_000, columns: 300 })
    expect(rangeFor({ fromUs: 1_234_567, toUs: 2_345_678 }, 0)).toEqual({
      ...{ fromUs: 1_200_000, columnUs: 100_000, columns: 12 },
    })
    expect(isSpan({ fromUs: 0, toUs: 50_000 })).toBe(false)
  })

  it('is a minute at least, five at most', () => {
    expect([0, 100, 4000].map((s) => rangeFor('coarse', s * 1e6).columns)).toEqual([60, 100, 300])
  })
})

describe('both ends of a stream', () => {
  const received: RtpStreamSummary = {
    ...{ direction: 'in', ssrc: 1, medium: 'audio', codec: 'opus', payloadTypes: [111] },
    ...{ firstUs: 0, lastUs: 1, packets: 98, bytes: 9800, expected: 100, lost: 2 },
    ...{ late: 0, duplicates: 0, retransmissions: 0, meanJitterMs: 4, maxJitterMs: 9 },
    ...{ maxDeltaMs: 30, meanDeltaMs: 20, bitrate: null, keyFrames: 0 },
    ...{ feedback: { plis: 0, firs: 0, nacks: 1, packetsAsked: 2 }, report: null },
  }

  it('are side by side, bytes with their headers', () => {
    const client = {
      ...{ id: 'O', type: 'outbound-rtp', kind: 'audio', ssrc: 1, nackCount: 1 },
      ...{ packetsSent: 100, bytesSent: 8800, headerBytesSent: 1200, targetBitrate: 32_000 },
    }
    const [ends] = endsOf([received], [client])
    expect(ends?.figures).toEqual([
      { name: 'packetsSent → packetsReceived', sender: 100, receiver: 98 },
      { name: 'bytesSent → bytesReceived', sender: 10_000, receiver: 9800 },
      { name: 'nackCount', sender: 1, receiver: 1 },
      { name: 'pliCount', sender: null, receiver: 0 },
      { name: 'firCount', sender: null, receiver: 0 },
      { name: 'packetsLost', sender: null, receiver: 2 },
      { name: 'jitter', sender: null, receiver: 0.004 },
      { name: 'targetBitrate', sender: 32_000, receiver: null },
    ])
  })

  it('are the handler’s alone, where the client tells nothing', () => {
    const [ends] = endsOf([received], [])
    expect(ends?.figures.every(({ sender }) => sender === null)).toBe(true)
  })
})
