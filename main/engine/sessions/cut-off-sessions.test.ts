import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createJournal } from '../journal/journal'
import { createJournalFiles, type JournalFiles } from '../journal/journal-files'
import { journalPaths } from '../journal/read-journal'
import { type CutOff, createCutOffSessions } from './cut-off-sessions'

const everything = { text: '', kinds: [], directions: [] }
const clock = { now: () => 0 }
const cutOff: CutOff = {
  id: 's1',
  handlerId: 'echo.ts',
  handlerVersion: 3,
  isolation: 'thread',
  client: { door: 'window', webrtcId: 's1', address: null },
  openedAt: 5,
  endedAt: 9,
}

describe('sessions that were cut off', () => {
  let dir: string
  let files: JournalFiles
  let grew: () => void = () => undefined

  const open = (...sessions: CutOff[]) =>
    createCutOffSessions({ sessions, files, clock, journalGrew: () => grew() })

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'cut-off-'))
    files = createJournalFiles({ dir, log: () => undefined })
    const file = files.open({ sessionId: 's1', handlerId: 'echo.ts', handlerVersion: 3, openedAt: 5 })
    const journal = createJournal({
      ...{ clock, origin: 0, limitBytes: 1_000_000, notifyInterval: 5, onGrew: () => undefined },
      file,
    })
    journal.append({ kind: 'message', direction: 'in', text: 'hello' })
    await file.close()
    journal.close()
  })
  afterEach(async () => {
    await files.close()
    rmSync(dir, { recursive: true })
  })

  it('are listed as failed, with the reason', () => {
    const { entries } = open(cutOff)
    expect(entries.get('s1')).toMatchObject({
      status: 'failed',
      host: 'gone',
      reason: 'Soundcheck ended unexpectedly',
      handlerVersion: 3,
      openedAt: 5,
      closedAt: 9,
    })
  })

  it('give their rows when somebody asks for them', async () => {
    const journal = open(cutOff).journal('s1')
    const restored = new Promise<void>((resolve) => {
      grew = resolve
    })
    expect(journal?.page(everything, 0, 10)).toMatchObject({ total: 0, complete: false })
    await restored
    expect(journal?.page(everything, 0, 10)).toMatchObject({
      complete: true,
      rows: [{ n: 0, kind: 'message', summary: 'hello' }],
    })
    expect(journal?.detail(0)).toBe('hello')
  })

  it('have no rows where there is no file, and are no others', async () => {
    const sessions = open({ ...cutOff, id: 's2' })
    const journal = sessions.journal('s2')
    const restored = new Promise<void>((resolve) => {
      grew = resolve
    })
    journal?.page(everything, 0, 10)
    await restored
    expect(journal?.page(everything, 0, 10)).toMatchObject({ total: 0, complete: true })
    expect(sessions.journal('s1')).toBeUndefined()
  })

  it('are off the disk when their journal is cleared', async () => {
    const journal = open(cutOff).journal('s1')
    journal?.clear()
    await files.remove('s1')
    expect(journal?.page(everything, 0, 10)).toMatchObject({ total: 0, complete: true })
    expect(existsSync(journalPaths(dir, 's1').path)).toBe(false)
  })
})
