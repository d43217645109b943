import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SoundcheckError } from '../../../../contract/errors'
import type { JournalFilter, JournalPage } from '../../../../contract/journal'
import { type StoredRow, toLine } from '../journal-line'
import { pieceFile, pieceFiles } from '../session-folder'
import { createRowStore, type RowStore, type StoreLimits } from './row-store'

const everything: JournalFilter = { text: '', kinds: [], directions: [] }
const find = (text: string): JournalFilter => ({ ...everything, text })
const MB = 1024 * 1024
const limits: StoreLimits = {
  session: { rowBytes: 32 * MB, dataBytes: 32 * MB, memoryBytes: MB },
  ...{ diskBytes: 64 * MB, sessions: 100, columnBytes: 64 * MB },
}
const end = { at: 9, status: 'closed', reason: null } as const

const headOf = (sessionId: string, openedAt = 5) => ({
  ...{ sessionId, handlerId: 'echo.ts', handlerVersion: 1, openedAt },
  client: { door: 'window', webrtcId: sessionId, address: null } as const,
})

const rowOf = (n: number, more: Partial<StoredRow> = {}): StoredRow => {
  const text = more.text ?? `row ${n}`
  const plain = {
    n,
    atUs: n * 1000,
    kind: 'message',
    direction: 'in',
    type: 'note',
    sizeBytes: text.length,
  } as const
  return { ...plain, text, position: null, fields: {}, bytes: null, ...more }
}

function batchOf(rows: readonly StoredRow[], data: { start: number; bytes: Uint8Array } | null = null) {
  const lines = new TextEncoder().encode(rows.map(toLine).join(''))
  return { firstN: rows[0]?.n ?? 0, count: rows.length, rows: lines, data }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => rowOf(from + i))

describe('the store of rows', () => {
  let dir: string
  let store: RowStore
  let failures: { sessionId: string | null; error: SoundcheckError }[]
  const stores: RowStore[] = []
  const pruned: string[] = []

  function start(
    more: Partial<StoreLimits> = {},
    where: string | null = dir,
    needed: readonly string[] = [],
  ): RowStore {
    const made = createRowStore({
      dir: where,
      limits: { ...limits, ...more },
      needed,
      now: () => performance.now(),
      on: {
        failed: (sessionId, error) => void failures.push({ sessionId, error }),
        pruned: (sessionIds) => void pruned.push(...sessionIds),
      },
    })
    stores.push(made)
    return made
  }

  function whole(filter: JournalFilter, sessionId = 'a', from = store): JournalPage {
    let page = from.page(sessionId, filter, 0, 100_000)
    while (!page.complete) page = from.page(sessionId, filter, 0, 100_000)
    return page
  }

  const numbers = (page: JournalPage): number[] => page.rows.map(({ n }) => n)
  const linesFile = (sessionId = 'a') => pieceFiles(path.join(dir, sessionId), 'rows')[0]?.path ?? ''

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'rows-'))
    failures = []
    store = start()
    store.open(headOf('a'))
  })
  afterEach(() => {
    for (const one of stores.splice(0)) one.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('gives back rows as they came, from the disk too', () => {
    const rows = [
      rowOf(0, { text: '{"type":"note","x":"ä\\n\u2028"}', fields: { binary: true } }),
      rowOf(1, {
        kind: 'console',
        direction: null,
        type: 'warn',
        position: { file: '/h/a.ts', line: 3, column: 5 },
      }),
      rowOf(2, {
        kind: 'call',
        direction: null,
        type: 'emit',
        text: '',
        fields: { method: 'emit', ms: 20.25, outcome: 'ok' },
      }),
    ]
    store.append('a', batchOf(rows))
    for (const from of [store, start()]) {
      const page = whole(everything, 'a', from)
      expect(page).toMatchObject({ matched: 3, total: 3, dropped: 0, complete: true })
      const found = page.rows.map(({ summary, truncated, hasBytes, ...row }) => ({
        ...row,
        text: summary,
        bytes: null,
      }))
      expect(found).toEqual(rows)
      expect(from.detail('a', 0)).toBe(rows[0]?.text)
    }
  })

  it('gives the window of rows that was asked for, over all pieces', () => {
    const text = 'x'.repeat(1000)
    for (let n = 0; n < 20_000; n += 1000)
      store.append('a', batchOf(range(n, n + 1000).map((row) => ({ ...row, text }))))
    expect(pieceFiles(path.join(dir, 'a'), 'rows').length).toBeGreaterThan(1)
    expect(whole(everything).matched).toBe(20_000)
    expect(numbers(store.page('a', everything, 7000, 900))).toEqual(range(7000, 7900).map(({ n }) => n))
    expect(numbers(store.page('a', everything, 19_999, 10))).toEqual([19_999])
    expect(numbers(store.page('a', everything, 20_000, 10))).toEqual([])
  })

  it('finds rows by text in any case, by type, by fields and by what is in their JSON', () => {
    store.append(
      'a',
      batchOf([
        rowOf(0, { text: '{"type":"send_input","data":{"who":"Ärnie"}}', type: 'send_input' }),
        rowOf(1, { kind: 'call', type: 'emit', text: '', fields: { method: 'emit', ms: 31 } }),
        rowOf(2, { kind: 'call', type: 'receive', text: '', fields: { method: 'receive', ms: 3 } }),
        rowOf(3, { kind: 'rtp', type: 'audio', text: '', fields: { seq: 9, lost: 2, key: false } }),
      ]),
    )
    const found = (text: string) => numbers(whole(find(text)))
    expect(found('ärnie')).toEqual([0])
    expect(found('SEND_')).toEqual([0])
    expect(found('kind:call ms>20')).toEqual([1])
    expect(found('method:receive')).toEqual([2])
    expect(found('kind:rtp lost:true')).toEqual([3])
    expect(found('data.data.who:ärnie')).toEqual([0])
    expect(found('/rn.e/')).toEqual([0])
    expect(numbers(whole({ ...everything, kinds: ['call', 'rtp'] }))).toEqual([1, 2, 3])
  })

  it('says where a query is wrong instead of finding nothing', () => {
    expect(() => store.page('a', find('kind:call nosuch:3'), 0, 10)).toThrow(/character 11/)
  })

  it('finds the same rows whether they came before or after the first search, in whatever portions', () => {
    const words = fc.constantFrom('alpha', 'beta', 'gamma')
    fc.assert(
      fc.property(
        fc.array(fc.array(words, { minLength: 1, maxLength: 8 }), { maxLength: 8 }),
        words,
        (batches, word) => {
          const live = start({}, null)
          live.open(headOf('a'))
          let n = 0
          const expected: number[] = []
          for (const texts of batches) {
            const rows = texts.map((text) => rowOf(n++, { text }))
            live.append('a', batchOf(rows))
            expected.push(...rows.filter(({ text }) => text === word).map((row) => row.n))
            expect(numbers(whole(find(word), 'a', live))).toEqual(expected)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('adds up messages by type, also those that came later or are no longer kept', () => {
    store.append('a', batchOf(range(0, 3)))
    expect(store.types('a')).toMatchObject({
      types: [{ direction: 'in', type: 'note', count: 3, bytes: 15 }],
    })
    store.append('a', batchOf([rowOf(3, { direction: 'out' }), rowOf(4, { kind: 'console' })]))
    expect(store.types('a').types.map(({ direction, count }) => [direction, count])).toEqual([
      ['in', 3],
      ['out', 1],
    ])
    store.clear('a')
    expect(store.types('a')).toEqual({ types: [], complete: true })
  })

  it('keeps the bytes of rows beside them', () => {
    const rows = [rowOf(0, { bytes: [0, 3] }), rowOf(1, { bytes: [3, 2] }), rowOf(2)]
    store.append('a', batchOf(rows, { start: 0, bytes: Uint8Array.of(1, 2, 3, 4, 5) }))
    for (const from of [store, start()]) {
      expect([...from.bytes('a', 0)]).toEqual([1, 2, 3])
      expect([...from.bytes('a', 1)]).toEqual([4, 5])
      expect(() => from.bytes('a', 2)).toThrow('no longer kept')
    }
    expect(numbers(whole(find('has:bytes')))).toEqual([0, 1])
  })

  it('lets the oldest rows and bytes go beyond its limits, and says how many', () => {
    const session = { rowBytes: 12 * MB, dataBytes: 24 * MB, memoryBytes: MB }
    const small = start({ session })
    small.open(headOf('b'))
    for (let n = 0; n < 40; n += 1) {
      const bytes = new Uint8Array(MB).fill(n)
      small.append(
        'b',
        batchOf([rowOf(n, { text: 'x'.repeat(MB), bytes: [n * MB, MB] })], { start: n * MB, bytes }),
      )
    }
    const page = whole(everything, 'b', small)
    expect(page.dropped).toBeGreaterThan(20)
    expect(page.dropped + page.total).toBe(40)
    expect(numbers(page).at(-1)).toBe(39)
    expect(small.bytes('b', 39)[0]).toBe(39)
    const files = readdirSync(path.join(dir, 'b')).filter((name) => name !== 'session.json')
    expect(files.length).toBeLessThan(6)
    expect(() => small.detail('b', 0)).toThrow('no longer kept')
  })

  it('lets go at once what is beyond limits that were lowered: old rows, and old sessions', () => {
    for (const [at, id] of ['old', 'b'].entries()) {
      store.open({ ...headOf(id), openedAt: 1000 * (at + 1) })
      for (let n = 0; n < 20; n += 1) store.append(id, batchOf([rowOf(n, { text: 'x'.repeat(MB) })]))
    }
    store.end('old', { at: 9, status: 'closed', reason: null })
    whole(everything, 'b')
    store.setLimits({ ...limits, session: { ...limits.session, rowBytes: 9 * MB }, sessions: 1 })
    const page = whole(everything, 'b')
    expect(page.dropped).toBeGreaterThan(8)
    expect(page.dropped + page.total).toBe(20)
    expect(whole({ ...everything, text: 'x' }, 'b').matched).toBe(page.total)
    expect(store.heads().map(({ sessionId }) => sessionId)).not.toContain('old')
    expect(readdirSync(dir)).not.toContain('old')
    expect(pruned).toContain('old')
  })

  it('tells how much is kept of all sessions, also of those that nobody looked at', () => {
    store.append('a', batchOf([rowOf(0, { text: 'x'.repeat(MB) })]))
    store.open(headOf('b'))
    store.append('b', batchOf([rowOf(0, { text: 'x'.repeat(MB) })]))
    for (const of of [store, start()]) {
      const { sessions, bytes } = of.usage()
      expect(sessions).toBe(2)
      expect(bytes / MB).toBeGreaterThan(2)
      expect(bytes / MB).toBeLessThan(2.1)
    }
  })

  it('lets go the old rows of earlier sessions, too, also of those that nobody looked at', () => {
    for (let n = 0; n < 20; n += 1) store.append('a', batchOf([rowOf(n, { text: 'x'.repeat(MB) })]))
    store.end('a', end)
    store.close()
    const later = start()
    later.setLimits({ ...limits, session: { ...limits.session, rowBytes: 9 * MB } })
    expect(pieceFiles(path.join(dir, 'a'), 'rows').reduce((sum, { size }) => sum + size, 0)).toBeLessThan(
      9 * MB,
    )
    const page = later.page('a', everything, 0, 100)
    expect(page.dropped).toBeGreaterThan(8)
    expect(page.rows.at(-1)?.n).toBe(19)
  })

  it('reads what is left of a damaged and torn file', () => {
    store.append('a', batchOf(range(0, 10)))
    const lines = readFileSync(linesFile(), 'utf8').split('\n')
    lines[3] = '{"n":3,"atUs":'
    lines[5] = `\u0000\uffff${lines[5]}`
    lines[6] = '{"n":"six","kind":"nothing"}'
    writeFileSync(linesFile(), lines.join('\n'))
    truncateSync(linesFile(), Buffer.byteLength(lines.join('\n')) - 20)
    const page = whole(everything, 'a', start())
    expect(numbers(page)).toEqual([0, 1, 2, 4, 7, 8])
    expect(page).toMatchObject({ total: 6, complete: true })
  })

  it('reads any bytes as no rows rather than failing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const folder = path.join(dir, 'junk')
        mkdirSync(folder, { recursive: true })
        writeFileSync(path.join(folder, 'session.json'), JSON.stringify(headOf('junk')))
        writeFileSync(pieceFile(folder, 'rows', 0), bytes)
        appendFileSync(pieceFile(folder, 'rows', 0), `\n${toLine(rowOf(7))}`)
        expect(numbers(whole(everything, 'junk', start()))).toEqual([7])
      }),
      { numRuns: 50 },
    )
  })

  it('goes on in memory when the disk is full, says so once, and loses nothing that was readable', () => {
    store.append('a', batchOf(range(0, 5)))
    // What is written to this device finds it full.
    store.open(headOf('b'))
    symlinkSync('/dev/full', pieceFile(path.join(dir, 'b'), 'rows', 0))
    for (let n = 0; n < 5; n += 1) store.append('b', batchOf([rowOf(n)]))
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({ sessionId: 'b', error: { code: 'unavailable' } })
    expect(failures[0]?.error.message).toContain('no space left')
    expect(numbers(whole(everything, 'b'))).toEqual([0, 1, 2, 3, 4])
    expect(numbers(whole(everything, 'a'))).toEqual([0, 1, 2, 3, 4])
  })

  it('keeps rows in memory where its folder is a file', () => {
    const file = path.join(dir, 'a-file')
    writeFileSync(file, '')
    const without = start({}, file)
    without.open(headOf('c'))
    without.append('c', batchOf(range(0, 3)))
    expect(numbers(whole(everything, 'c', without))).toEqual([0, 1, 2])
    expect(failures.length).toBeGreaterThan(0)
  })

  it('forgets the rows of a session that is cleared, and goes on numbering', () => {
    store.append('a', batchOf(range(0, 5)))
    whole(find('row'))
    expect(store.clear('a')).toBe(5)
    expect(readdirSync(path.join(dir, 'a'))).toEqual(['session.json'])
    store.append('a', batchOf(range(5, 7)))
    expect(whole(find('row'))).toMatchObject({ matched: 2, dropped: 5 })
    expect(numbers(whole(everything))).toEqual([5, 6])
  })

  it('lists earlier sessions with how they ended, and finds their rows', () => {
    store.append('a', batchOf(range(0, 2)))
    store.end('a', { ...end, reason: 'it was enough' })
    store.open(headOf('b', 6))
    const next = start()
    expect(next.heads().map(({ sessionId, end }) => [sessionId, end?.reason])).toEqual([
      ['a', 'it was enough'],
      ['b', undefined],
    ])
    expect(numbers(whole(find('"row 1"'), 'a', next))).toEqual([1])
    expect(() => next.page('nobody', everything, 0, 1)).toThrow('no journal')
  })

  it('makes room for new sessions: the oldest go, but for those that live or are needed', () => {
    for (const [at, id] of ['b', 'c', 'd'].entries()) {
      store.open(headOf(id, 10 + at))
      store.append(id, batchOf(range(0, 2)))
      store.end(id, end)
    }
    const next = start({ sessions: 2 }, dir, ['b'])
    next.open(headOf('e', 20))
    const kept = next.heads().map(({ sessionId }) => sessionId)
    expect(kept.sort()).toEqual(['b', 'd', 'e'])
    expect(readdirSync(dir).sort()).toEqual(['b', 'd', 'e'])
  })

  it('finds the same after the columns of a session made room for those of others', () => {
    const tight = start({ columnBytes: 1 })
    tight.open(headOf('x'))
    tight.open(headOf('y'))
    for (const id of ['x', 'y']) tight.append(id, batchOf(range(0, 50)))
    for (let round = 0; round < 3; round += 1)
      for (const id of ['x', 'y']) expect(numbers(whole(find('row 49'), id, tight))).toEqual([49])
    tight.append('x', batchOf([rowOf(50, { text: 'row 49 again' })]))
    expect(numbers(whole(find('row 49'), 'x', tight))).toEqual([49, 50])
  })
})
