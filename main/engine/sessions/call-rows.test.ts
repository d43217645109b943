import { describe, expect, it } from 'vitest'
import { type CallRecord, packCalls } from '../../../contract/call-records'
import type { JournalEntry } from '../journal/journal'
import { createCallRows } from './call-rows'

const ORIGIN = 5000
const call: CallRecord = { method: 'receive', outcome: 'ok', endedAt: 1000, ms: 5, arrivedAt: null }

function rowsOf(calls: readonly CallRecord[], pictures: number | null = null): JournalEntry[] {
  const rows: JournalEntry[] = []
  const add = createCallRows({
    journal: { append: (entry) => rows.push(entry) },
    origin: ORIGIN,
    picturesPerSecond: () => pictures,
  })
  add(packCalls(calls), 3)
  return rows
}

describe('rows of calls', () => {
  it('tell when a call ended, how long it took and what its frame had waited', () => {
    expect(rowsOf([{ ...call, arrivedAt: ORIGIN + 983 }])).toEqual([
      {
        kind: 'call',
        type: 'receive',
        text: '',
        at: 1000,
        fields: { method: 'receive', ms: 5, outcome: 'ok', version: 3, waitMs: 12, share: 0.25 },
      },
    ])
  })

  it('tell the share only of calls that a next frame will not wait for', () => {
    const emit: CallRecord = { ...call, method: 'emit', ms: 3000, outcome: 'closed' }
    const picture: CallRecord = { ...call, method: 'videoReceive', ms: 10 }
    expect(rowsOf([emit, picture]).map(({ fields }) => fields?.share)).toEqual([undefined, undefined])
    expect(rowsOf([picture], 25)[0]?.fields?.share).toBe(0.25)
  })

  it('let no frame wait for less than no time', () => {
    expect(rowsOf([{ ...call, arrivedAt: ORIGIN + 995.2 }])[0]?.fields?.waitMs).toBe(0)
  })
})
