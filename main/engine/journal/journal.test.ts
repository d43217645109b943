import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JournalFilter } from '../../../contract/journal'
import { createJournal } from './journal'

const everything: JournalFilter = { text: '', kinds: [], directions: [] }

function journalAt(limitBytes = 1_000_000) {
  const clock = { time: 1000, now: () => clock.time }
  const sizes: { total: number; dropped: number }[] = []
  const onGrew = (size: { total: number; dropped: number }) => sizes.push(size)
  const journal = createJournal({ clock, origin: 1000, limitBytes, onGrew, notifyInterval: 50 })
  return { journal, clock, sizes }
}

function pageAll(journal: ReturnType<typeof createJournal>, filter: JournalFilter) {
  let page = journal.page(filter, 0, 1000)
  while (!page.complete) page = journal.page(filter, 0, 1000)
  return page
}

describe('a journal', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('numbers rows in order and stamps them in microseconds of the session', () => {
    const { journal, clock } = journalAt()
    journal.append({ kind: 'message', text: 'a', direction: 'in' })
    clock.time = 1001.5
    journal.append({ kind: 'console', text: 'b', type: 'log' })
    const rows = journal.page(everything, 0, 10).rows
    expect(rows.map((row) => [row.n, row.atUs, row.summary])).toEqual([
      [0, 0, 'a'],
      [1, 1500, 'b'],
    ])
  })

  it('stamps a row with the time when it happened, where that is known', () => {
    const { journal, clock } = journalAt()
    clock.time = 1020
    journal.append({ kind: 'turn', text: 'a', at: 12.5 })
    expect(journal.page(everything, 0, 10).rows[0]?.atUs).toBe(12_500)
  })

  it('gives the window of rows that was asked for', () => {
    const { journal } = journalAt()
    for (let i = 0; i < 100; i += 1) journal.append({ kind: 'message', text: `row ${i}` })
    const page = journal.page(everything, 40, 3)
    expect(page.rows.map((row) => row.summary)).toEqual(['row 40', 'row 41', 'row 42'])
    expect(page.matched).toBe(100)
  })

  it('finds rows by every word of the text, by kind and by direction', () => {
    const { journal } = journalAt()
    journal.append({ kind: 'message', direction: 'in', text: '{"type":"ping","n":1}', type: 'ping' })
    journal.append({ kind: 'message', direction: 'out', text: '{"type":"pong","n":1}', type: 'pong' })
    journal.append({ kind: 'console', text: 'ping seen', type: 'log' })
    const texts = (filter: Partial<JournalFilter>) =>
      pageAll(journal, { ...everything, ...filter }).rows.map((row) => row.n)
    expect(texts({ text: 'PING' })).toEqual([0, 2])
    expect(texts({ text: 'ping', kinds: ['message'] })).toEqual([0])
    expect(texts({ text: 'n 1', directions: ['out'] })).toEqual([1])
  })

  it('drops the oldest rows beyond its memory, counts them and keeps numbering', () => {
    const { journal } = journalAt(10_000)
    for (let i = 0; i < 100; i += 1) journal.append({ kind: 'message', text: 'x'.repeat(300) })
    const page = journal.page(everything, 0, 1000)
    expect(page.dropped).toBeGreaterThan(50)
    expect(page.dropped + page.total).toBe(100)
    expect(page.rows[0]?.n).toBe(page.dropped)
    expect(journal.detail(0)).toBeNull()
  })

  it('cuts long texts in the list and keeps them whole for the detail', () => {
    const { journal } = journalAt()
    const text = 'y'.repeat(5000)
    journal.append({ kind: 'message', text })
    const row = journal.page(everything, 0, 1).rows[0]
    expect(row?.truncated).toBe(true)
    expect(row?.summary).toHaveLength(500)
    expect(journal.detail(0)).toBe(text)
  })

  it('tells of growth at most once per interval', () => {
    const { journal, sizes } = journalAt()
    for (let i = 0; i < 1000; i += 1) journal.append({ kind: 'message', text: 'z' })
    vi.advanceTimersByTime(50)
    expect(sizes).toEqual([{ total: 1000, dropped: 0 }])
  })

  it('finds the same rows whether they came before or after the first search, also while rows are dropped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 200 }),
        fc.integer({ min: 0, max: 200 }),
        (hits, split) => {
          const { journal } = journalAt(20_000)
          const filter = { ...everything, text: 'needle' }
          hits.slice(0, split).forEach((hit) => {
            journal.append({ kind: 'message', text: hit ? 'a needle' : 'hay' })
          })
          pageAll(journal, filter)
          hits.slice(split).forEach((hit) => {
            journal.append({ kind: 'message', text: hit ? 'a needle' : 'hay' })
          })
          const found = pageAll(journal, filter)
          const kept = hits.slice(found.dropped).filter(Boolean).length
          expect(found.matched).toBe(kept)
        },
      ),
    )
  })
})
