import { describe, expect, it } from 'vitest'
import type { HostCounters } from '../../../contract/host'
import type { JournalEntry } from '../journal/journal'
import { createStatRows, type StatReadings } from './stat-rows'

const silent: StatReadings = {
  traffic: { bytesIn: 0, bytesOut: 0, packetsIn: 0, packetsOut: 0, rttMs: null },
  lostIn: 0,
  queues: [],
  host: undefined,
  engineDelayMs: null,
  workedMs: 0,
}

function start() {
  const rows: JournalEntry[] = []
  let now = 0
  const stats = createStatRows({
    journal: { append: (entry) => rows.push(entry) },
    clock: { now: () => now },
  })
  return (elapsed: number, readings: Partial<StatReadings>) => {
    now += elapsed
    stats.write(() => ({ ...silent, ...readings }))
    return rows.splice(0).map(({ fields }) => fields)
  }
}

describe('rows of counters', () => {
  it('tell rates over the time that has passed, and what waits', () => {
    const write = start()
    const traffic = { bytesIn: 4000, bytesOut: 8000, packetsIn: 50, packetsOut: 51, rttMs: 1.2345 }
    const host = { busyShare: 0.25, loopDelayMs: 12.3456, heapBytes: 1000, externalBytes: 50 } as HostCounters
    const input = { unit: 'blocks', depth: 1, limit: 1, dropped: 0, reason: null } as const
    const queues = [
      { ...input, name: 'audio in', ageMs: 40 },
      { ...input, name: 'messages in', ageMs: 900 },
    ] as const
    expect(write(2000, { traffic, lostIn: 3, host, queues, engineDelayMs: 1.5, workedMs: 90 })).toEqual([
      {
        rttMs: 1.235,
        bitrateIn: 16_000,
        bitrateOut: 32_000,
        packetsIn: 50,
        packetsOut: 51,
        lostIn: 3,
        engineDelayMs: 1.5,
        engineShare: 0.045,
        cpuShare: 0.25,
        handlerDelayMs: 12.346,
        heapBytes: 1000,
        externalBytes: 50,
        queueMs: 40,
      },
    ])
    // The handler has said nothing new: how busy it is now is not known.
    expect(write(1000, { host })).toEqual([{ heapBytes: 1000, externalBytes: 50 }])
  })

  it('leave out what is not known, and are not made of nothing or of no time', () => {
    const write = start()
    expect(write(1000, {})).toEqual([])
    expect(write(1000, { engineDelayMs: 0 })).toEqual([{ engineDelayMs: 0 }])
    expect(write(5, { engineDelayMs: 0 })).toEqual([])
  })
})
