import { describe, expect, it } from 'vitest'
import type { RowFields } from '../../../../contract/row-fields'
import { type ClientStat, clientStatsText, type StatId, type StatsSlice } from '../../../../contract/stats'
import type { JournalEntry } from '../journal'
import { createMemoryJournals } from '../testing/memory-journals'

const head = {
  ...{ sessionId: 'a', handlerId: 'a.ts', handlerVersion: 1, openedAt: 0 },
  client: { door: 'window', webrtcId: '', address: null } as const,
}

function start() {
  const journals = createMemoryJournals()
  const journal = journals.open(head, 0)
  const add = (at: number, row: Partial<JournalEntry> & Pick<JournalEntry, 'kind'>) =>
    journal.append({ text: '', at, ...row })
  const packet = (at: number, direction: 'in' | 'out', fields: RowFields, size = 100) =>
    add(at, { kind: 'rtp', direction, type: 'audio', bytes: new Uint8Array(size), fields })
  return {
    ...{ journals, add, packet },
    client: (at: number, stats: readonly ClientStat[]) =>
      add(at, { kind: 'client-stat', direction: 'in', text: clientStatsText(stats) }),
    read: (columns: number, columnUs = 1_000_000, fromUs: number | null = 0) =>
      journals.stats('a', { fromUs, columnUs, columns }),
  }
}

const valuesOf = ({ series }: StatsSlice, id: StatId): (number | null)[] | null => {
  const found = series.find((one) => one.id === id)
  return found ? [...found.values].map((value) => (Number.isNaN(value) ? null : Math.round(value))) : null
}

const sound = { medium: 'audio', ssrc: 1 }
const pictures = { medium: 'video', ssrc: 2 }

describe('the statistics of a connection over time', () => {
  it('count the bytes and packets of each column, as long as it is asked for', () => {
    const { packet, read } = start()
    for (let at = 0; at < 3000; at += 20) packet(at, at < 1000 ? 'in' : 'out', sound)
    expect(valuesOf(read(3), 'engine bytes audio in')).toEqual([5000, null, null])
    expect(valuesOf(read(3), 'engine packets audio out')).toEqual([null, 50, 50])
    expect(valuesOf(read(4, 100_000, 900_000), 'engine packets audio out')).toEqual([null, 5, 5, 5])
  })

  it('end, if no time is said, with the last column that is over', () => {
    const { packet, read } = start()
    for (let at = 0; at <= 2500; at += 20) packet(at, 'in', sound)
    const slice = read(4, 1_000_000, null)
    expect(slice.fromUs).toBe(-2_000_000)
    expect(valuesOf(read(4, 1_000_000, null), 'engine packets audio in')).toEqual([null, null, 50, 50])
    expect(read(20, 50_000, null).fromUs).toBe(1_500_000)
  })

  it('take back what was lost when it comes late', () => {
    const { packet, read } = start()
    packet(0, 'in', { ...sound, lost: 3 })
    packet(20, 'in', { ...sound, late: true })
    expect(valuesOf(read(1), 'engine lost audio in')).toEqual([2])
  })

  it('know from the client what was lost on the way to it', () => {
    const { add, read } = start()
    const report = (at: number, lost: number) =>
      add(at, {
        kind: 'rtcp',
        direction: 'in',
        type: 'RR',
        fields: { ...sound, lost, jitterMs: 4, rttMs: 21 },
      })
    report(500, 2)
    report(1500, 7)
    expect(valuesOf(read(2), 'engine lost audio out')).toEqual([null, 5])
    expect(valuesOf(read(2), 'engine jitterMs audio out')).toEqual([4, 4])
    expect(valuesOf(read(2), 'engine rttMs')).toEqual([21, 21])
  })

  it('count pictures by their last packets, with key frames, what was asked for, and freezes', () => {
    const { add, packet, read } = start()
    const picture = (at: number, key = false) => {
      packet(at - 1, 'in', key ? { ...pictures, key } : pictures)
      packet(at, 'in', { ...pictures, marker: true })
    }
    for (let at = 1; at <= 40; at += 1) picture(at * 40, at === 1)
    picture(2600)
    add(2550, { kind: 'rtcp', direction: 'out', type: 'PLI', fields: pictures })
    expect(valuesOf(read(3), 'engine frames video in')).toEqual([24, 16, 1])
    expect(valuesOf(read(3), 'engine keyFrames video in')).toEqual([1, null, null])
    expect(valuesOf(read(3), 'engine keyFramesAsked video in')).toEqual([null, null, 1])
    expect(valuesOf(read(3), 'engine freezes video in')).toEqual([null, null, 1])
    expect(valuesOf(read(3), 'engine frozenMs video in')).toEqual([null, 400, 600])
  })

  it('know how much would fit through, either way', () => {
    const { add, read } = start()
    add(100, { kind: 'rtcp', direction: 'in', type: 'REMB', fields: { ssrc: 9, bitrate: 800_000 } })
    add(100, { kind: 'rtcp', direction: 'out', type: 'REMB', fields: { ssrc: 9, bitrate: 2_000_000 } })
    expect(valuesOf(read(1), 'engine available out')).toEqual([800_000])
    expect(valuesOf(read(1), 'engine available in')).toEqual([2_000_000])
  })

  it('make of the client’s readings what came between two of them, spread evenly over finer columns', () => {
    const { client, read } = start()
    const reading = (bytes: number, more: ClientStat) => [
      { id: 'IA', type: 'inbound-rtp', kind: 'audio', bytesReceived: bytes, headerBytesReceived: 10 },
      more,
    ]
    const pair = { id: 'P', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.012 }
    client(1000, reading(100, { ...pair, availableOutgoingBitrate: 300_000 }))
    client(2000, reading(5100, pair))
    client(3000, reading(6100, pair))
    // A row at the very end of a column belongs to the next one; what it counts to those before it.
    expect(valuesOf(read(4), 'client bytes audio out')).toEqual([null, 5000, 1000, null])
    expect(valuesOf(read(3, 500_000, 1_500_000), 'client bytes audio out')).toEqual([2500, 500, 500])
    expect(valuesOf(read(4), 'client rttMs')).toEqual([null, 12, 12, 12])
    expect(valuesOf(read(2), 'client available in')).toEqual([null, 300_000])
  })

  it('tell how long the client holds sound back, and why it sends less', () => {
    const { client, read } = start()
    const held = (delay: number, count: number): ClientStat => ({
      ...{ id: 'IA', type: 'inbound-rtp', kind: 'audio', jitter: 0.003 },
      ...{ jitterBufferDelay: delay, jitterBufferEmittedCount: count },
    })
    const sent = { id: 'OV', type: 'outbound-rtp', kind: 'video', qualityLimitationReason: 'cpu' }
    client(0, [held(0, 0), sent])
    client(1000, [held(960, 48_000), sent])
    client(2000, [held(960 + 48_000 * 0.04, 96_000), sent])
    expect(valuesOf(read(3), 'client bufferMs audio out')).toEqual([null, 20, 40])
    expect(valuesOf(read(3), 'client jitterMs audio out')).toEqual([3, 3, 3])
    expect(valuesOf(read(3), 'client limitation video in')).toEqual([2, 2, 2])
  })

  it('begin anew when a stream does: nothing is counted backwards', () => {
    const { client, read } = start()
    const stream = (id: string, packetsReceived: number): ClientStat => ({
      ...{ id, type: 'inbound-rtp', kind: 'audio', packetsReceived },
    })
    client(500, [stream('IA', 1000)])
    client(1500, [stream('IB', 7)])
    client(2500, [stream('IB', 57)])
    expect(valuesOf(read(3), 'client packets audio out')).toEqual([null, 25, 25])
  })

  it('pass over a report that is none', () => {
    const { add, read } = start()
    add(100, { kind: 'client-stat', direction: 'in', text: '{"not":"a report"}' })
    expect(read(1).series).toEqual([])
  })
})
