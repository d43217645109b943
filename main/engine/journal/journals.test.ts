import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JournalPage, JournalRow } from '../../../contract/journal'
import { standardJournalLimits } from '../../../contract/preferences'
import { bundleThread } from '../testing/bundle-thread'
import { createJournal } from './journal'
import { createJournals, type Journals, type JournalsOptions } from './journals'
import { buildJournalThread } from './testing/build-journal-thread'
import { createMemoryJournals } from './testing/memory-journals'

const everything = { text: '', kinds: [], directions: [] } as const
const clock = { now: () => performance.now() }
const end = { at: 9, status: 'closed', reason: null } as const
const headOf = (sessionId: string) => ({
  ...{ sessionId, handlerId: 'echo.ts', handlerVersion: 1, openedAt: Date.now() },
  client: { door: 'window', webrtcId: sessionId, address: null } as const,
})

describe('a journal', () => {
  it('numbers rows in order and stamps them in microseconds of the session', () => {
    const journals = createMemoryJournals()
    const journal = journals.open(headOf('a'), performance.now())
    journal.append({ kind: 'signal', text: 'first', at: 1.5 })
    journal.append({ kind: 'message', direction: 'in', type: 'x', text: 'é', fields: { binary: true } })
    const [first, second] = journals.rows('a') as [JournalRow, JournalRow]
    expect(first).toMatchObject({ n: 0, atUs: 1500, kind: 'signal', direction: null, sizeBytes: 5 })
    expect(second).toMatchObject({ n: 1, direction: 'in', type: 'x', sizeBytes: 2, fields: { binary: true } })
    expect(second.atUs).toBeLessThan(5_000_000)
  })

  it('cuts long texts in the list and says so', () => {
    const journals = createMemoryJournals()
    journals.open(headOf('a'), 0).append({ kind: 'message', text: 'x'.repeat(501) })
    expect(journals.rows('a')[0]).toMatchObject({ summary: 'x'.repeat(500), truncated: true, sizeBytes: 501 })
  })

  it('keeps the bytes of rows from several batches apart', () => {
    const journals = createMemoryJournals()
    const journal = journals.open(headOf('a'), 0)
    for (let n = 0; n < 6; n += 1) {
      journal.append({ kind: 'rtp', text: '', ...(n === 2 ? {} : { bytes: new Uint8Array(n + 1).fill(n) }) })
      if (n % 2 === 1) journal.flush()
    }
    expect(journals.rows('a').map(({ hasBytes, sizeBytes }) => [hasBytes, sizeBytes])).toEqual(
      [0, 1, 2, 3, 4, 5].map((n) => (n === 2 ? [false, 0] : [true, n + 1])),
    )
    expect([...journals.bytes('a', 4)]).toEqual([4, 4, 4, 4, 4])
  })
})

describe('what is on its way to the disk', () => {
  afterEach(() => void vi.useRealTimers())

  it.each([
    ['the next 150 ms, at one beat in all sessions', false, [150, 150]],
    ['the next 50 ms where somebody looks', true, [50, 100]],
  ] as const)('goes there within %s', (_, watched, times) => {
    vi.useFakeTimers({ now: 1_500_000 })
    const sent: number[] = []
    const journalFrom = () =>
      createJournal({
        clock: { now: () => Date.now() },
        origin: 0,
        send: () => void sent.push(Date.now() - 1_500_000),
        end: () => undefined,
        isWatched: () => watched,
        onGrew: () => undefined,
      })
    for (const pause of [10, 60]) {
      vi.advanceTimersByTime(pause)
      journalFrom().append({ kind: 'console', text: 'x' })
    }
    vi.advanceTimersByTime(200)
    expect(sent).toEqual(times)
  })
})

describe('the journals', () => {
  let dir: string
  const all: Journals[] = []
  const grew: { sessionId: string; total: number }[] = []

  async function start(more: Partial<JournalsOptions> = {}): Promise<Journals> {
    const journals = createJournals({
      ...{ clock, dir, script: await buildJournalThread(), log: () => undefined },
      onGrew: (size) => void grew.push(size),
      ...more,
    })
    all.push(journals)
    return journals
  }

  async function whole(journals: Journals, text = '', sessionId = 'a'): Promise<JournalPage> {
    const filter = { ...everything, text }
    let page = await journals.page(sessionId, filter, 0, 100_000)
    while (!page.complete) page = await journals.page(sessionId, filter, 0, 100_000)
    return page
  }

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'journals-'))
  })
  afterEach(async () => {
    await Promise.all(all.splice(0).map((one) => one.close()))
    grew.splice(0)
    rmSync(dir, { recursive: true, force: true })
  })

  it('find in their thread what was appended right before, and tell that they grew', async () => {
    const journals = await start()
    const journal = journals.open(headOf('a'), clock.now())
    journal.append({ kind: 'message', direction: 'in', text: 'hello', bytes: Uint8Array.of(7) })
    expect((await whole(journals, 'HELL')).rows).toMatchObject([{ n: 0, summary: 'hello' }])
    expect([...(await journals.bytes('a', 0))]).toEqual([7])
    await vi.waitFor(() => expect(grew).toEqual([{ sessionId: 'a', total: 1, dropped: 0 }]))
    await expect(journals.detail('a', 5)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are there for the next engine, with how each session ended', async () => {
    const first = await start()
    await first.heads()
    const journal = first.open(headOf('a'), 0)
    for (let n = 0; n < 1000; n += 1) journal.append({ kind: 'console', type: 'log', text: `line ${n}` })
    journal.close(end)
    first.open(headOf('b'), 0).append({ kind: 'console', type: 'log', text: 'it runs' })
    await first.close()
    const second = await start()
    const heads = await second.heads()
    expect(heads.map(({ sessionId, end }) => [sessionId, end?.status]).sort()).toEqual([
      ['a', 'closed'],
      ['b', undefined],
    ])
    const { rows } = await whole(second)
    expect(rows.map(({ summary }) => summary)).toEqual(Array.from({ length: 1000 }, (_, n) => `line ${n}`))
    expect((await whole(second, '', 'b')).rows).toMatchObject([{ summary: 'it runs' }])
  })

  it('have lost at most the last quarter of a second when their process is killed', async () => {
    const program = await bundleThread('killed-writer', 'main/engine/journal/testing/killed-writer.ts')
    const child = fork(program, [dir, await buildJournalThread()], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    let appended = 0
    child.on('message', (count) => {
      appended = count as number
      // It says so 250 ms after the row was appended.
      if (appended > 2000) child.kill('SIGKILL')
    })
    await once(child, 'exit')
    const { rows } = await whole(await start())
    expect(rows.length).toBeGreaterThanOrEqual(appended)
    expect(rows.map(({ n }) => n)).toEqual(rows.map((_, n) => n))
    // Three programs are started one after the other, on a machine that may be busy.
  }, 60_000)

  it('forget what was cleared, also while the session goes on', async () => {
    const journals = await start()
    const journal = journals.open(headOf('a'), 0)
    journal.append({ kind: 'console', text: 'before' })
    await journals.clear('a')
    journal.append({ kind: 'console', text: 'after' })
    expect(await whole(journals)).toMatchObject({ total: 1, dropped: 1, rows: [{ n: 1, summary: 'after' }] })
  })

  it('tell a disk that fails in the log once, and in the session', async () => {
    const lines: string[] = []
    const journals = await start({ dir: '/dev/null/journals', log: (line) => void lines.push(line) })
    await journals.heads()
    const journal = journals.open(headOf('a'), 0)
    journal.append({ kind: 'console', text: 'hello' })
    await vi.waitFor(async () => {
      const { rows } = await whole(journals)
      expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['console', 'error']))
    })
    expect(lines).toHaveLength(1)
  })

  it('go on in this thread when theirs does not even start, and say so', async () => {
    const lines: string[] = []
    const journals = await start({
      script: path.join(dir, 'nowhere.mjs'),
      log: (line) => void lines.push(line),
    })
    const journal = journals.open(headOf('a'), 0)
    await expect(journals.heads()).rejects.toMatchObject({ code: 'unavailable' })
    journal.append({ kind: 'console', text: 'hello' })
    expect((await whole(journals)).rows.map(({ kind }) => kind)).toEqual(['error', 'console'])
    expect(lines[0]).toContain('thread has ended')
  })

  it('keep to limits that were lowered, also when their thread ends', async () => {
    const first = await start()
    for (const id of ['a', 'b']) first.open(headOf(id), 0).close(end)
    await first.close()
    const second = await start({ script: path.join(dir, 'nowhere.mjs') })
    second.setLimits({ ...standardJournalLimits, sessions: 1 })
    second.open(headOf('c'), 0)
    await expect(second.heads()).rejects.toMatchObject({ code: 'unavailable' })
    expect((await second.heads()).map(({ sessionId }) => sessionId)).toEqual(['c'])
  })
})
