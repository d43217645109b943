// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import type { JournalFilter, JournalRow } from '../../contract/journal'
import { sampleRow } from '../testing/samples'
import { createConsoleLog, ROWS_A_READ } from './console-log'
import { groupLines } from './line-groups'

const all: JournalFilter = { text: '', kinds: [], directions: [] }

function setUp(count: number) {
  let rows: JournalRow[] = Array.from({ length: count }, (_, n) => sampleRow(n))
  let dropped = 0
  let due: (() => void)[] = []
  const query = vi.fn(async (_id: string, _filter: JournalFilter, offset: number, limit: number) => ({
    rows: rows.slice(offset, offset + limit),
    matched: rows.length,
    total: rows.length,
    dropped,
    complete: true,
  }))
  const log = createConsoleLog({
    query,
    later: (work) => {
      due.push(work)
      return () => {
        due = due.filter((one) => one !== work)
      }
    },
  })
  const settle = () => vi.waitFor(() => Promise.resolve())
  const tick = async () => {
    for (const work of due.splice(0)) work()
    await settle()
  }
  return {
    log,
    query,
    settle,
    tick,
    append: (more: number) => {
      const from = dropped + rows.length
      rows = [...rows, ...Array.from({ length: more }, (_, at) => sampleRow(from + at))]
      log.grew('s')
    },
    drop: (gone: number) => {
      rows = rows.slice(gone)
      dropped += gone
      log.grew('s')
    },
    numbers: () => log.shown.get().rows.map(({ n }) => n),
  }
}

describe('createConsoleLog', () => {
  it('reads the newest rows first, and older ones when they are asked for', async () => {
    const { log, settle, numbers } = setUp(2500)
    log.show('s', all)
    await settle()
    expect([numbers()[0], numbers().length, log.shown.get().older]).toEqual([1500, ROWS_A_READ, 1500])
    log.readOlder()
    await settle()
    expect([numbers()[0], numbers().at(-1), log.shown.get().older]).toEqual([500, 2499, 500])
  })

  it('adds what came, without a gap and without asking for what it has', async () => {
    const { log, query, settle, append, tick, numbers } = setUp(5)
    log.show('s', all)
    await settle()
    append(3)
    append(2)
    await tick()
    expect(numbers()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(query).toHaveBeenLastCalledWith('s', all, 5, ROWS_A_READ)
  })

  it('begins anew where older rows went', async () => {
    const { log, settle, drop, tick, numbers } = setUp(10)
    log.show('s', all)
    await settle()
    drop(4)
    await tick()
    expect(numbers()).toEqual([4, 5, 6, 7, 8, 9])
  })

  it('stands still while it is paused, and has all of it afterwards', async () => {
    const { log, settle, append, tick, numbers } = setUp(2)
    log.show('s', all)
    await settle()
    log.pause(true)
    append(3)
    await tick()
    expect(numbers()).toHaveLength(2)
    log.pause(false)
    await tick()
    expect(numbers()).toHaveLength(5)
  })

  it('tells why nothing could be read', async () => {
    const { log, query, settle } = setUp(2)
    query.mockRejectedValueOnce(new Error('gone'))
    log.show('s', all)
    await settle()
    expect(log.shown.get().error?.message).toBe('gone')
  })
})

describe('groupLines', () => {
  const position = { file: '/h/a.ts', line: 1, column: 1 }
  const line = (n: number, change: Partial<JournalRow> = {}) =>
    sampleRow(n, { kind: 'console', type: 'log', summary: 'x', position, ...change })

  it('puts rows together that follow each other and say the same at the same place', () => {
    const groups = groupLines([
      line(0),
      line(1),
      line(2, { type: 'warn' }),
      line(3),
      line(4, { position: { ...position, line: 2 } }),
      line(5, { position: { ...position, line: 2 } }),
    ])
    expect(groups.map(({ row, count, lastUs }) => [row.n, count, lastUs])).toEqual([
      [0, 2, 1000],
      [2, 1, 2000],
      [3, 1, 3000],
      [4, 2, 5000],
    ])
  })

  it('does not take for the same what was cut off', () => {
    expect(groupLines([line(0, { truncated: true }), line(1, { truncated: true })])).toHaveLength(2)
  })
})
