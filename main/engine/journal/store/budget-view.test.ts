import { describe, expect, it } from 'vitest'
import type { RowFields } from '../../../../contract/row-fields'
import type { Journal } from '../journal'
import { createMemoryJournals } from '../testing/memory-journals'

const head = {
  ...{ sessionId: 'a', handlerId: 'a.ts', handlerVersion: 1, openedAt: 0 },
  client: { door: 'window', webrtcId: '', address: null } as const,
}

function start() {
  const journals = createMemoryJournals()
  const journal = journals.open(head, 0)
  return { journals, journal, budget: () => journals.budget('a') }
}

function call(journal: Journal, at: number, fields: RowFields): void {
  const told: RowFields = { outcome: 'ok', version: 1, ...fields }
  journal.append({ kind: 'call', type: String(told.method), text: '', at, fields: told })
}

describe('the calls of a session against the time that there is for them', () => {
  it('are summed up by method: how long, how often too long, how often they threw', () => {
    const { journal, budget } = start()
    for (let n = 1; n <= 100; n += 1)
      call(journal, n * 20, { method: 'receive', ms: n / 4, share: n / 80, waitMs: 1 })
    call(journal, 3000, { method: 'receive', ms: 2, share: 0.1, waitMs: 41, outcome: 'error' })
    call(journal, 3100, { method: 'emit', ms: 250 })
    const [emit, receive] = budget().methods.filter(({ version }) => version === null)
    expect(emit).toMatchObject({ method: 'emit', budgetMs: null, misses: 0, waitMs: null, ms: { max: 250 } })
    expect(receive).toMatchObject({ method: 'receive', budgetMs: 20, misses: 20, failed: 1 })
    expect(receive?.ms).toMatchObject({ count: 101, max: 25 })
    const { p50 = 0, p95 = 0, p99 = 0 } = receive?.ms ?? {}
    const ratios = [p50 / 12.5, p95 / 23.75, p99 / 24.75]
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.015)
    expect(receive?.waitMs).toMatchObject({ max: 41 })
    expect(receive?.longestAtUs).toBe(2_000_000)
  })

  it('are told apart by version, the newest ten, the newest first', () => {
    const { journal, budget } = start()
    for (let version = 1; version <= 12; version += 1)
      call(journal, version, { method: 'receive', ms: version, version })
    const { methods } = budget()
    expect(methods.map(({ version }) => version)).toEqual([null, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
    expect(methods.map(({ ms }) => ms.count)).toEqual([12, ...Array.from({ length: 10 }, () => 1)])
    expect(methods[1]?.ms.max).toBe(12)
  })

  it('stand beside how busy the handler is, and how late the engine', () => {
    const { journal, budget } = start()
    expect(budget()).toEqual({
      methods: [],
      ...{ engineDelayMs: null, handlerDelayMs: null },
      ...{ busy: null, engineBusy: null },
      ...{ heapBytes: null, externalBytes: null },
      complete: true,
    })
    for (const [at, cpuShare, engineDelayMs] of [
      [1000, 0.9, 2],
      [2000, 0.1, 4],
    ] as const)
      journal.append({
        kind: 'stat',
        text: '',
        at,
        fields: {
          ...{ cpuShare, engineShare: cpuShare / 10, engineDelayMs, handlerDelayMs: engineDelayMs * 10 },
          ...{ heapBytes: at * 1000, externalBytes: at },
        },
      })
    journal.append({ kind: 'stat', text: '', at: 3000, fields: { engineDelayMs: 1 } })
    const { busy, engineBusy, heapBytes, externalBytes, engineDelayMs, handlerDelayMs } = budget()
    expect([busy, heapBytes, externalBytes]).toEqual([{ now: 0.1, most: 0.9 }, 2_000_000, 2000])
    expect(engineBusy).toEqual({ now: 0.01, most: 0.09 })
    expect(engineDelayMs).toMatchObject({ count: 3, max: 4 })
    expect(handlerDelayMs).toMatchObject({ count: 2, max: 40 })
  })

  it('are counted from nothing after the journal was cleared', () => {
    const { journal, journals, budget } = start()
    call(journal, 1, { method: 'receive', ms: 5 })
    expect(budget().methods).toHaveLength(2)
    journals.clear('a')
    expect(budget().methods).toEqual([])
    call(journal, 2, { method: 'receive', ms: 7 })
    expect(budget().methods[0]?.ms).toMatchObject({ count: 1, max: 7 })
  })
})
