// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { JournalFilter } from '../../contract/journal'
import { sampleRow } from '../testing/samples'
import { findRow, findRowBefore } from './find-row'

const all: JournalFilter = { text: '', kinds: [], directions: [] }

const journalOf = (numbers: readonly number[]) =>
  vi.fn(async (_id: string, _filter: JournalFilter, offset: number, limit: number) => ({
    rows: numbers.slice(offset, offset + limit).map((n) => sampleRow(n)),
    matched: numbers.length,
    total: numbers.length,
    dropped: 0,
    complete: true,
  }))

const numbers = fc.uniqueArray(fc.nat(100_000), { maxLength: 200 }).map((all) => all.sort((a, b) => a - b))

describe('findRow', () => {
  it('finds the first row from a number on, wherever the numbers have gaps', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.nat(100_000), async (rows, n) => {
        const found = await findRow(journalOf(rows), 's', all, n)
        const index = rows.findIndex((one) => one >= n)
        expect(found && [found.index, found.row.n]).toEqual(index < 0 ? null : [index, rows[index]])
      }),
    )
  })

  it('finds the last row before a number', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.nat(100_000), async (rows, n) => {
        const found = await findRowBefore(journalOf(rows), 's', all, n)
        const index = rows.findLastIndex((one) => one < n)
        expect(found && [found.index, found.row.n]).toEqual(index < 0 ? null : [index, rows[index]])
      }),
    )
  })

  it('asks few questions of a million rows', async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, at) => at * 3)
    const query = journalOf(rows)
    const found = await findRow(query, 's', all, 1_234_567)
    expect(found?.row.n).toBe(1_234_569)
    expect(query.mock.calls.length).toBeLessThan(25)
  })
})
