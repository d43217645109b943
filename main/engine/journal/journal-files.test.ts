import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JournalFilter } from '../../../contract/journal'
import type { StoredRow } from './filter-views'
import { createJournal, type Journal } from './journal'
import { createJournalFile } from './journal-file'
import { createJournalFiles, type JournalFiles } from './journal-files'
import type { JournalHead } from './journal-lines'
import { journalPaths, lastRows } from './read-journal'

const everything: JournalFilter = { text: '', kinds: [], directions: [] }
const headOf = (sessionId: string): JournalHead => ({
  sessionId,
  handlerId: 'echo.ts',
  handlerVersion: 1,
  openedAt: 5,
})
const clock = { now: () => 0 }
const plain = { clock, origin: 0, limitBytes: 1_000_000, notifyInterval: 5, onGrew: () => undefined }

const rowOf = (n: number, text = `row ${n}`): StoredRow => ({
  n,
  atUs: n * 1000,
  kind: 'message',
  direction: 'in',
  type: null,
  sizeBytes: text.length,
  text,
  position: null,
})

async function textsOf(rows: AsyncIterable<readonly StoredRow[]>): Promise<string[]> {
  const texts: string[] = []
  for await (const slice of rows) texts.push(...slice.map((row) => row.text))
  return texts
}

async function wholePage(restored: (onGrew: () => void) => Journal, filter = everything) {
  let grown: () => void = () => undefined
  const journal = restored(() => grown())
  let page = journal.page(filter, 0, 1000)
  while (!page.complete) {
    await new Promise<void>((resolve) => {
      grown = resolve
    })
    page = journal.page(filter, 0, 1000)
  }
  return { journal, page }
}

describe('the journals on the disk', () => {
  let dir: string
  let files: JournalFiles
  const logged: string[] = []
  const log = (line: string) => void logged.push(line)
  const restored =
    (id: string, source = files) =>
    (onGrew: () => void) =>
      createJournal({ ...plain, onGrew, restore: () => source.read(id) })

  beforeEach(() => {
    logged.length = 0
    dir = path.join(mkdtempSync(path.join(tmpdir(), 'journals-')), 'journals')
    files = createJournalFiles({ dir, log })
  })
  afterEach(async () => {
    await files.close()
    rmSync(path.dirname(dir), { recursive: true })
  })

  it('hold who it was and every row, and give them back as they were', async () => {
    const journal = createJournal({ ...plain, file: files.open(headOf('a')) })
    journal.append({ kind: 'message', direction: 'in', type: 'ping', text: '{"type":"ping"}\nü' })
    journal.append({ kind: 'error', text: 'oh', position: { file: '/h/a.ts', line: 3, column: 1 }, at: 12.5 })
    journal.close()
    await files.close()
    const lines = readFileSync(journalPaths(dir, 'a').path, 'utf8').trimEnd().split('\n')
    expect(JSON.parse(lines[0] ?? '')).toEqual(headOf('a'))
    const before = journal.page(everything, 0, 10)
    const { page } = await wholePage(restored('a'))
    expect(page).toEqual(before)
  })

  it('find rows of an earlier run by their text, when all are there', async () => {
    const file = files.open(headOf('a'))
    for (let n = 0; n < 3000; n += 1) file.append(rowOf(n, n % 100 === 0 ? 'needle' : 'h'.repeat(100)))
    await file.close()
    const { page } = await wholePage(restored('a'), { ...everything, text: 'needle' })
    expect([page.matched, page.total]).toEqual([30, 3000])
  })

  it('tolerate a torn last line and a damaged one', async () => {
    const file = files.open(headOf('a'))
    for (let n = 0; n < 3; n += 1) file.append(rowOf(n))
    await file.close()
    appendFileSync(
      journalPaths(dir, 'a').path,
      `{"n":3,"te\n${JSON.stringify(rowOf(4))}\n{"n":5,"atUs":5000,"ki`,
    )
    const { page, journal } = await wholePage(restored('a'))
    expect(page.rows.map((row) => [row.n, row.summary])).toEqual([
      [0, 'row 0'],
      [1, 'row 1'],
      [2, 'row 2'],
      [3, 'row 4'],
    ])
    expect(journal.detail(3)).toBe('row 4')
  })

  it('are no longer there once the journal was cleared, but for what came after', async () => {
    const file = files.open(headOf('a'))
    const journal = createJournal({ ...plain, file })
    journal.append({ kind: 'message', text: 'a secret' })
    journal.clear()
    journal.append({ kind: 'message', text: 'after' })
    await file.close()
    expect(readFileSync(journalPaths(dir, 'a').path, 'utf8')).not.toContain('secret')
    expect(await textsOf(files.read('a'))).toEqual(['after'])
  })

  it('are no longer there when the journal of a session that has ended is cleared', async () => {
    const file = files.open(headOf('a'))
    const journal = createJournal({ ...plain, file })
    journal.append({ kind: 'message', text: 'a secret' })
    journal.close()
    journal.clear()
    const { path: name } = journalPaths(dir, 'a')
    await file.close()
    while (existsSync(name)) await new Promise((resolve) => setImmediate(resolve))
    expect(await textsOf(files.read('a'))).toEqual([])
  })

  it('keep the newest rows of a session within two segments', async () => {
    const paths = journalPaths(dir, 'big')
    const file = createJournalFile({ ...paths, head: headOf('big'), interval: 0, segmentBytes: 10_000 })
    const drained = async () => {
      while (file.waiting().bytes > 0) await new Promise((resolve) => setImmediate(resolve))
    }
    for (let n = 0; n < 400; n += 1) {
      file.append(rowOf(n, 'x'.repeat(200)))
      if (n % 10 === 9) await drained()
    }
    await file.close()
    const sizes = Object.values(paths).map((one) => readFileSync(one).length)
    expect(Math.max(...sizes)).toBeLessThan(14_000)
    const { page } = await wholePage(restored('big'))
    expect(page.dropped + page.total).toBe(400)
    expect(page.total).toBeGreaterThan(30)
    expect(lastRows(dir, 'big', 20).map((row) => row.n)).toEqual(
      Array.from({ length: 20 }, (_, at) => 380 + at),
    )
  })

  it('are of the last 20 sessions, and of those that are needed', async () => {
    for (let at = 0; at < 30; at += 1) {
      const { path: file } = journalPaths(dir, `s${at}`)
      writeFileSync(file, '')
      utimesSync(file, 1000 + at, 1000 + at)
    }
    const tidied = createJournalFiles({ dir, log, needed: ['s0'] })
    const file = tidied.open(headOf('new'))
    await file.close()
    await tidied.close()
    const left = readdirSync(dir)
    expect(left.length).toBeLessThanOrEqual(20)
    for (const name of ['s0.jsonl', 's29.jsonl', 's13.jsonl', 'new.jsonl']) expect(left).toContain(name)
    expect(left).not.toContain('s1.jsonl')
  })

  it('do not stop a session when the folder is not one: one row says so, and one line of the log', async () => {
    const blocked = path.join(dir, 'file')
    writeFileSync(blocked, '')
    const failing = createJournalFiles({ dir: path.join(blocked, 'deeper'), log })
    const journals = ['a', 'b'].map((id) => createJournal({ ...plain, file: failing.open(headOf(id)) }))
    for (const journal of journals) {
      journal.append({ kind: 'message', text: 'one' })
      journal.close()
    }
    await failing.close()
    for (const journal of journals) {
      const rows = journal.page(everything, 0, 10).rows
      expect(rows.map((row) => [row.kind, row.type])).toEqual([
        ['message', null],
        ['error', 'disk'],
      ])
    }
    expect(logged).toHaveLength(1)
  })

  it.runIf(process.platform === 'linux')('stop writing to a disk that is full, and say so once', async () => {
    mkdirSync(dir, { recursive: true })
    symlinkSync('/dev/full', journalPaths(dir, 'a').path)
    const file = files.open(headOf('a'))
    const journal = createJournal({ ...plain, file })
    const failed = new Promise<string>((resolve) => file.onFailed((error) => resolve(error.message)))
    for (let n = 0; n < 10; n += 1) journal.append({ kind: 'message', text: 'one' })
    expect(await failed).toContain('ENOSPC')
    journal.append({ kind: 'message', text: 'two' })
    expect(journal.page(everything, 0, 100).rows.filter((row) => row.type === 'disk')).toHaveLength(1)
    expect(file.waiting().bytes).toBe(0)
    expect(logged).toHaveLength(1)
  })

  it('give up on a disk that is slower than the rows', () => {
    const paths = journalPaths(dir, 'slow')
    const file = createJournalFile({ ...paths, head: headOf('slow'), mostWaiting: 1000 })
    const told: string[] = []
    file.onFailed((error) => told.push(error.message))
    for (let n = 0; n < 100; n += 1) file.append(rowOf(n, 'x'.repeat(100)))
    expect(told).toHaveLength(1)
    expect(file.waiting().bytes).toBe(0)
  })

  it('go when they are taken off the disk', async () => {
    const file = files.open(headOf('a'))
    file.append(rowOf(0))
    await file.close()
    await files.remove('a')
    expect(existsSync(journalPaths(dir, 'a').path)).toBe(false)
  })
})
