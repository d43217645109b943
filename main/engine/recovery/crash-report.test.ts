import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type StoredRow, toLine } from '../journal/journal-line'
import { journalsDir, pieceFile } from '../journal/session-folder'
import { newestCrashReport, REPORT_ROWS, writeCrashReport } from './crash-report'
import { scrubPaths } from './scrub-paths'
import { markerOf, runningSession } from './testing/markers'

const secret = 'my password is swordfish'
const rowOf = (n: number, more: Partial<StoredRow> = {}): StoredRow => ({
  n,
  atUs: n,
  kind: 'message',
  direction: 'in',
  type: 'note',
  sizeBytes: secret.length,
  text: secret,
  position: null,
  fields: {},
  bytes: null,
  ...more,
})

describe('a crash report', () => {
  let root: string
  let dir: string
  const marker = markerOf(
    { pid: 1, started: '1' },
    { startedAt: 1000, folder: '/data/anna/handlers', sessions: [runningSession('s1')] },
  )
  const write = (at: number, more: Partial<Parameters<typeof writeCrashReport>[2]> = {}) =>
    writeCrashReport(dir, root, {
      what: 'engine',
      at,
      marker,
      versions: marker.versions,
      death: null,
      metrics: null,
      ...more,
    })

  function writeRows(sessionId: string, rows: readonly StoredRow[]): void {
    const folder = path.join(journalsDir(root), sessionId)
    mkdirSync(folder, { recursive: true })
    writeFileSync(pieceFile(folder, 'rows', rows[0]?.n ?? 0), rows.map(toLine).join(''))
  }

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'reports-'))
    dir = path.join(root, 'crash-reports')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('says what happened, what ran and the facts of the last rows, and nothing that was said', async () => {
    const messages = Array.from({ length: 300 }, (_, n) => rowOf(n))
    writeRows('s1', [...messages, rowOf(300, { kind: 'console', type: secret, direction: null })])
    const stack = `Error: no\n    at ${homedir()}/app/engine.js:1:1\n    at /data/anna/handlers/echo.ts:3:1`
    const report = write(61_000, { death: { message: 'no', stack, exitCode: 9 } })
    const text = readFileSync(report, 'utf8')
    expect(text).not.toContain('swordfish')
    expect(text).not.toContain('anna')
    expect(text).not.toContain(homedir())
    const read = JSON.parse(text)
    expect(read).toMatchObject({
      what: 'engine',
      at: '1970-01-01T00:01:01.000Z',
      uptimeInS: 60,
      versions: { app: '1.0.0' },
      error: { message: 'no', exitCode: 9 },
      memory: { freeBytes: 1 },
      sessions: [{ id: 's1', handler: 'echo.ts', isolation: 'thread' }],
    })
    expect(read.error.stack).toContain('at ~/app/engine.js:1:1\n    at <handlers>/echo.ts:3:1')
    const rows = read.sessions[0].rows
    expect(rows).toHaveLength(REPORT_ROWS)
    expect(rows[0]).toEqual({ kind: 'message', direction: 'in', type: 'note', sizeBytes: 24, atUs: 101 })
    expect(rows.at(-1)).toEqual({ kind: 'console', direction: null, type: '…', sizeBytes: 24, atUs: 300 })
  })

  it('is written also when nothing is known of what ran', () => {
    const read = JSON.parse(readFileSync(write(5, { marker: null }), 'utf8'))
    expect(read).toMatchObject({ uptimeInS: null, memory: null, sessions: [], threads: [] })
  })

  it('is one of twenty at most, the newest of which is found', () => {
    expect(newestCrashReport(dir)).toBeNull()
    for (let at = 0; at < 25; at += 1) write(at * 1000, { what: at % 2 === 0 ? 'app' : 'engine' })
    expect(readdirSync(dir)).toHaveLength(20)
    expect(newestCrashReport(dir)).toBe(path.join(dir, '1970-01-01T00-00-24.000Z-app.json'))
  })
})

describe('a text without the names of people', () => {
  const folders = { home: '/home/anna', handlers: '/home/anna/Music/my handlers' }

  it('has paths that begin at the handlers folder or the home folder', () => {
    const text = 'file:///home/anna/Music/my%20handlers/a.ts /home/anna/Music/my handlers/b.ts /home/anna/x'
    expect(scrubPaths(text, folders)).toBe('file://<handlers>/a.ts <handlers>/b.ts ~/x')
    const windows = { home: 'C:\\Users\\Anna B', handlers: 'D:\\work\\h' }
    expect(scrubPaths('c:\\users\\anna b\\x file:///C:/Users/Anna%20B/y D:\\work\\h\\a.ts', windows)).toBe(
      '~\\x file:///~/y <handlers>\\a.ts',
    )
  })

  it('names nobody else either, and leaves other paths alone', () => {
    expect(scrubPaths('/home/annabel/x C:\\Users\\Bob\\y /Users/carol/z', folders)).toBe('~/x ~\\y ~/z')
    expect(scrubPaths('/opt/app/engine.js:1:2', folders)).toBe('/opt/app/engine.js:1:2')
  })

  it('never holds the home folder, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(scrubPaths(`${before}/home/anna/${after}`, folders)).not.toContain('/home/anna/')
      }),
    )
  })
})
