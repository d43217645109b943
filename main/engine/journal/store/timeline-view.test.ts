import { describe, expect, it } from 'vitest'
import type { RowFields } from '../../../../contract/row-fields'
import type { TimelineLaneId, TimelineRange, TimelineSlice } from '../../../../contract/timeline'
import { WAVE_STEP_MS, waveBytes } from '../../../../contract/wave'
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
  return { journals, add, read: (range: TimelineRange) => journals.timeline('a', range) }
}

const valuesOf = ({ lanes }: TimelineSlice, id: TimelineLaneId): (number | null)[] | null => {
  const lane = lanes.find((one) => one.id === id)
  return lane
    ? [...lane.values].map((value) => (Number.isNaN(value) ? null : Math.round(value * 1000) / 1000))
    : null
}

const wave = (pairs: readonly (readonly [number, number])[]): Uint8Array => waveBytes(pairs.flat())

const call = (fields: RowFields) =>
  ({ kind: 'call', type: 'receive', fields: { method: 'receive', ...fields } }) as const

describe('the time axis of a session', () => {
  it('shows the lowest and highest sample of each column, where the sound was', () => {
    const { add, read } = start()
    const steps = Array.from({ length: 120 }, (_, at) =>
      at < 80 ? ([-0.25, 0.5] as const) : ([0, 0] as const),
    )
    add(1400, {
      kind: 'sound',
      direction: 'in',
      fields: { fromMs: 1000, ms: 300, stepMs: WAVE_STEP_MS },
      bytes: wave(steps),
    })
    const slice = read({ fromUs: 900_000, columnUs: 100_000, columns: 5 })
    expect(valuesOf(slice, 'sound in')).toEqual([null, 0.5, 0.5, 0, null])
    expect(slice.lanes.find(({ id }) => id === 'sound in')?.lows?.[1]).toBeCloseTo(-0.25, 2)
    expect(slice.endUs).toBe(1_400_000)
    expect(slice.complete).toBe(true)
  })

  it('shows single steps when it is looked at closely', () => {
    const { add, read } = start()
    add(1400, {
      kind: 'sound',
      direction: 'out',
      fields: { fromMs: 1000, ms: 10, stepMs: WAVE_STEP_MS },
      bytes: wave([
        [0, 0],
        [0, 1],
        [0, 0],
        [0, 0],
      ]),
    })
    const slice = read({ fromUs: 1_001_250, columnUs: 1250, columns: 8 })
    expect(valuesOf(slice, 'sound out')).toEqual([0, 1, 1, 0, 0, 0, 0, null])
  })

  it('shows a call over the time that it took, the slowest where several are', () => {
    const { add, read } = start()
    add(250, call({ ms: 150, share: 7.5 }))
    add(255, call({ ms: 5, share: 0.25 }))
    add(600, call({ ms: 10 }))
    for (const columnUs of [100_000, 50_000])
      expect(valuesOf(read({ fromUs: 0, columnUs, columns: 7 }), 'call receive')?.slice(0, 3)).toEqual(
        columnUs === 100_000 ? [null, 7.5, 7.5] : [null, null, 7.5],
      )
    expect(valuesOf(read({ fromUs: 500_000, columnUs: 100_000, columns: 2 }), 'call receive')).toEqual([
      0,
      null,
    ])
  })

  it('shows a call that began before the end of what is looked at, and ended after it', () => {
    const { add, read } = start()
    add(5000, call({ ms: 4000, share: 200 }))
    expect(valuesOf(read({ fromUs: 1_100_000, columnUs: 10_000, columns: 2 }), 'call receive')).toEqual([
      200, 200,
    ])
  })

  it('counts messages and missing packets, and tells how full queues were and how likely speech', () => {
    const { add, read } = start()
    for (const at of [110, 120, 230]) add(at, { kind: 'message', direction: 'in', text: '{}' })
    add(115, { kind: 'rtp', direction: 'out', type: 'audio', fields: { lost: 3 } })
    add(116, { kind: 'rtp', direction: 'out', type: 'audio', fields: {} })
    add(1000, { kind: 'queue', type: 'audio in', fields: { depth: 25, limit: 50 } })
    add(1000, {
      kind: 'speech',
      fields: { fromMs: 132, stepMs: 32, probability: 1 },
      bytes: Uint8Array.of(0, 255),
    })
    const slice = read({ fromUs: 0, columnUs: 100_000, columns: 4 })
    expect(valuesOf(slice, 'messages in')).toEqual([null, 2, 1, null])
    expect(valuesOf(slice, 'lost out')).toEqual([null, 3, null, null])
    expect(valuesOf(slice, 'queue audio in')).toEqual([0.5, 0.5, 0.5, 0.5])
    expect(valuesOf(slice, 'speech')).toEqual([0, 1, null, null])
  })

  it('shows what came since it was looked at closely', () => {
    const { add, read } = start()
    add(10, { kind: 'message', direction: 'in', text: '' })
    read({ fromUs: 0, columnUs: 10_000, columns: 2 })
    add(60_000, { kind: 'message', direction: 'in', text: '' })
    expect(valuesOf(read({ fromUs: 60_000_000, columnUs: 10_000, columns: 2 }), 'messages in')).toEqual([
      1,
      null,
    ])
  })

  it('is whole also for hours: columns of the overview grow longer', () => {
    const { add, read } = start()
    const hours = 3 * 3600_000
    for (let at = 0; at <= hours; at += 60_000) add(at, { kind: 'message', direction: 'out', text: '' })
    const slice = read({ fromUs: 0, columnUs: 3600_000_000, columns: 4 })
    expect(valuesOf(slice, 'messages out')).toEqual([60, 60, 60, 1])
    expect(valuesOf(read({ fromUs: 60_000_000, columnUs: 1000, columns: 2 }), 'messages out')).toEqual([
      1,
      null,
    ])
  })

  it('begins anew when the journal is cleared', () => {
    const { add, read, journals } = start()
    add(10, { kind: 'message', direction: 'in', text: '' })
    const range = { fromUs: 0, columnUs: 100_000, columns: 2 }
    expect(valuesOf(read(range), 'messages in')).toEqual([1, null])
    journals.clear('a')
    expect(read(range).lanes).toEqual([])
  })
})
