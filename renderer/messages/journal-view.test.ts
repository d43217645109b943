// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import type { JournalFilter, JournalPage, JournalRow } from '../../contract/journal'
import { sampleRow } from '../testing/samples'
import { createJournalView, REFRESH_MS } from './journal-view'
import { PAGE_SIZE } from './page-cache'

const all: JournalFilter = { text: '', kinds: [], directions: [] }

/** A journal as the engine keeps it, and a clock that is moved by hand. */
function setUp(count: number) {
  let rows: JournalRow[] = Array.from({ length: count }, (_, n) => sampleRow(n))
  let dropped = 0
  const due: { work: () => void; cancelled: boolean; ms: number }[] = []
  const query = vi.fn(
    async (_id: string, _filter: JournalFilter, offset: number, limit: number): Promise<JournalPage> => ({
      rows: rows.slice(offset, offset + limit),
      matched: rows.length,
      total: rows.length,
      dropped,
      complete: true,
    }),
  )
  const view = createJournalView({
    query,
    later: (work, ms) => {
      const entry = { work, cancelled: false, ms }
      due.push(entry)
      return () => {
        entry.cancelled = true
      }
    },
  })
  const settle = () => vi.waitFor(() => Promise.resolve())
  return {
    view,
    query,
    due,
    settle,
    append: (more: number) => {
      const from = dropped + rows.length
      rows = [...rows, ...Array.from({ length: more }, (_, i) => sampleRow(from + i))]
      view.grew('s')
    },
    drop: (gone: number) => {
      rows = rows.slice(gone)
      dropped += gone
      view.grew('s')
    },
    tick: async () => {
      for (const entry of due.splice(0)) if (!entry.cancelled) entry.work()
      await settle()
    },
  }
}

describe('createJournalView', () => {
  it('fetches the first rows when a session is shown', async () => {
    const { view, query, settle } = setUp(1000)
    view.show('s', all)
    await settle()
    expect(query).toHaveBeenCalledWith('s', all, 0, 2 * PAGE_SIZE)
    expect(view.summary.get()).toMatchObject({ matched: 1000, total: 1000 })
    expect(view.row(3)?.summary).toBe('row 3')
  })

  it('fetches only the pages around what is looked at, each once', async () => {
    const { view, query, settle } = setUp(10_000)
    view.show('s', all)
    await settle()
    view.look(5000, 5040)
    await settle()
    view.look(5010, 5050)
    await settle()
    expect(query).toHaveBeenCalledTimes(2)
    expect(query).toHaveBeenLastCalledWith('s', all, 4800, 2 * PAGE_SIZE)
    expect(view.row(5040)?.n).toBe(5040)
    expect(view.row(4000)).toBeUndefined()
  })

  it('asks for two pages at once where the view lies across both', async () => {
    const { view, query, settle } = setUp(10_000)
    view.show('s', all)
    await settle()
    view.look(390, 430)
    await settle()
    expect(query).toHaveBeenLastCalledWith('s', all, 200, 2 * PAGE_SIZE)
  })

  it('has the rows that came meanwhile at once when it is at the end', async () => {
    const { view, query, settle, append, tick } = setUp(PAGE_SIZE - 1)
    view.show('s', all)
    await settle()
    view.look(PAGE_SIZE - 20, PAGE_SIZE - 2)
    append(50)
    await tick()
    expect(query).toHaveBeenCalledTimes(2)
    expect(view.row(view.summary.get().matched - 1)?.n).toBe(PAGE_SIZE + 48)
  })

  it('asks once for many signs of growth, after the refresh time', async () => {
    const { view, query, settle, append, tick, due } = setUp(10)
    view.show('s', all)
    await settle()
    for (let i = 0; i < 50; i++) append(1)
    expect(query).toHaveBeenCalledTimes(1)
    expect(due.map(({ ms }) => ms)).toEqual([REFRESH_MS])
    await tick()
    expect(query).toHaveBeenCalledTimes(2)
    expect(view.summary.get().matched).toBe(60)
    expect(view.row(59)?.n).toBe(59)
  })

  it('stands still while it is paused and tells how much is new', async () => {
    const { view, settle, append, tick } = setUp(10)
    view.show('s', all)
    await settle()
    view.pause(true)
    append(5)
    await tick()
    expect(view.summary.get()).toMatchObject({ matched: 10, unseen: 5, total: 15 })
    view.pause(false)
    await tick()
    expect(view.summary.get()).toMatchObject({ matched: 15, unseen: 0 })
  })

  it('tells by how many rows the view moved when the oldest are no longer kept', async () => {
    const { view, settle, drop, tick } = setUp(1000)
    view.show('s', all)
    await settle()
    view.look(100, 140)
    drop(30)
    await tick()
    expect(view.summary.get()).toMatchObject({ dropped: 30, shift: 30, matched: 970 })
    expect(view.row(70)?.n).toBe(100)
  })

  it('does not take the answer to an earlier question', async () => {
    const { view, query, settle } = setUp(10)
    let give: (page: JournalPage) => void = () => undefined
    query.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          give = resolve
        }),
    )
    view.show('s', all)
    view.show('s', { ...all, text: 'x' })
    await settle()
    give({ rows: [], matched: 77, total: 77, dropped: 0, complete: true })
    await settle()
    expect(view.summary.get().matched).toBe(10)
  })

  it('asks again while older rows are still being searched', async () => {
    const { view, query, settle, tick } = setUp(10)
    query.mockResolvedValueOnce({ rows: [], matched: 0, total: 10, dropped: 0, complete: false })
    view.show('s', all)
    await settle()
    expect(view.summary.get().complete).toBe(false)
    await tick()
    expect(view.summary.get()).toMatchObject({ complete: true, matched: 10 })
  })

  it('shows why rows could not be read, and tries again when the journal grows', async () => {
    const { view, query, settle, append, tick } = setUp(10)
    query.mockRejectedValueOnce(new Error('gone'))
    view.show('s', all)
    await settle()
    expect(view.summary.get().error?.message).toBe('gone')
    append(1)
    await tick()
    expect(view.summary.get()).toMatchObject({ error: null, matched: 11 })
  })

  it('shows the rows of the question before until there is an answer, but those of no other session', async () => {
    const { view, query, settle } = setUp(10)
    view.show('s', all)
    await settle()
    query.mockResolvedValueOnce({ rows: [sampleRow(7)], matched: 1, total: 10, dropped: 0, complete: true })
    view.show('s', { ...all, text: 'row 7' })
    expect([view.summary.get().matched, view.row(3)?.n]).toEqual([10, 3])
    await settle()
    expect([view.summary.get().matched, view.row(0)?.n, view.row(3)]).toEqual([1, 7, undefined])
    query.mockRejectedValueOnce(new Error('wrong'))
    view.show('s', all)
    await settle()
    expect(view.summary.get()).toMatchObject({ matched: 0, error: { message: 'wrong' } })
    view.show('other', all)
    expect([view.summary.get().matched, view.row(0)]).toEqual([0, undefined])
  })

  it('shows nothing for a null filter and asks nobody', async () => {
    const { view, query, settle } = setUp(10)
    view.show('s', null)
    await settle()
    expect(query).not.toHaveBeenCalled()
    expect(view.summary.get().matched).toBe(0)
  })

  it('shows what another filter finds also while it is paused', async () => {
    const { view, settle } = setUp(30)
    view.show('s', all)
    await settle()
    view.pause(true)
    view.show('s', { ...all, text: 'row' })
    await settle()
    expect(view.summary.get()).toMatchObject({ matched: 30, unseen: 0 })
  })

  it('only counts rows where none are in view', async () => {
    const { view, query, settle, append, tick } = setUp(10_000)
    view.look(0, -1)
    view.show('s', all)
    await settle()
    append(5)
    await tick()
    expect(query.mock.calls.map(([, , , limit]) => limit)).toEqual([0, 0])
    expect(view.summary.get().matched).toBe(10_005)
  })
})
