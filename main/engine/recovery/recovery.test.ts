import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyState, noCounters, type SessionEntry } from '../../../contract/state'
import { sampleSession } from '../../../contract/testing/sample-session'
import { noteEngineDeath } from './note-engine-death'
import { thisSystem } from './process-identity'
import { createRecovery, type Recovery, type RecoveryOptions } from './recovery'
import { markerFile, readMarker, writeMarker } from './running-marker'
import { markerOf, runningSession } from './testing/markers'

const entryOf = (id: string, more: Partial<SessionEntry> = {}): SessionEntry =>
  sampleSession(id, { openedAt: 5, ...more })

describe('the recovery', () => {
  let root: string
  let dataDir: string
  let file: string
  const open: Recovery[] = []
  const logged: string[] = []
  const system = thisSystem()
  const gone = { ...system.self, pid: 2 ** 22 + 1, started: '1' }

  function recover(more: Partial<RecoveryOptions> = {}): Recovery {
    const recovery = createRecovery({
      dataDir,
      folder: '/h',
      appVersion: '1.2.3',
      crashReports: { dir: path.join(root, 'crash-reports') },
      log: (line) => logged.push(line),
      ...more,
    })
    open.push(recovery)
    return recovery
  }

  /** Asynchronous writes are on the disk when the marker says so. */
  async function noted(
    holds: (marker: NonNullable<ReturnType<typeof readMarker>>) => boolean,
  ): Promise<void> {
    for (;;) {
      const marker = readMarker(file)
      if (marker && holds(marker)) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'recovery-'))
    dataDir = path.join(root, 'engine')
    file = markerFile(dataDir, process.pid)
    logged.length = 0
  })
  afterEach(async () => {
    for (const recovery of open.splice(0)) await recovery.close()
    rmSync(root, { recursive: true })
  })

  it('finds nothing at first and after a clean stop', async () => {
    const first = recover()
    expect(first.accident()).toBeNull()
    first.noteSession('s1', entryOf('s1'))
    await first.close()
    expect(readdirSync(dataDir)).toEqual([])
    expect(recover().accident()).toBeNull()
    expect(logged).toEqual([])
  })

  it('notes the sessions that live, once for each change that matters', async () => {
    const recovery = recover({ beatInterval: 3_600_000 })
    recovery.noteSession('s1', entryOf('s1'))
    recovery.noteSession('s2', entryOf('s2', { isolation: 'process' }))
    await noted(({ sessions }) => sessions.length === 2)
    const { aliveAt } = readMarker(file) ?? {}
    recovery.noteSession('s1', entryOf('s1', { counters: { ...noCounters, audioIn: 7 } }))
    expect(readMarker(file)?.aliveAt).toBe(aliveAt)
    recovery.noteSession('s1', entryOf('s1', { handlerVersion: 2 }))
    recovery.noteSession('s2', entryOf('s2', { status: 'failed' }))
    await noted(({ sessions }) => sessions.length === 1 && sessions[0]?.handlerVersion === 2)
  })

  it('gives signs of life, and says what runs in threads', async () => {
    let time = 1000
    const recovery = recover({ now: () => time, beatInterval: 5 })
    time = 2000
    await noted(({ aliveAt }) => aliveAt === 2000)
    const ended = recovery.noteThread({ id: 'a.ts', hash: 'h' })
    await noted(({ threads }) => threads.length === 1)
    ended()
    await noted(({ threads }) => threads.length === 0)
  })

  it('tells of an engine that died in this process, with the report of who outlived it', async () => {
    const first = recover()
    first.noteSession('s1', entryOf('s1'))
    await noted(({ sessions }) => sessions.length === 1)
    const crashReports = { dir: path.join(root, 'crash-reports') }
    const options = { ...engineOptions, dataDir, crashReports, appVersion: '1.2.3' }
    const death = { message: 'out of memory', stack: null, exitCode: 1, at: 4000, metrics: null }
    const report = noteEngineDeath(options, death, (line) => logged.push(line))
    expect(report).not.toBeNull()

    const second = recover()
    expect(second.accident()).toEqual({ what: 'engine', at: 4000, handlers: [], sessions: ['s1'], report })
    expect(second.cutOff).toEqual([{ ...runningSession('s1'), endedAt: 4000 }])
    // One that dies at once does not make the first forgotten, unless the person has seen it.
    const third = recover()
    expect(third.cutOff.map(({ id }) => id)).toEqual(['s1'])
    third.dismiss()
    expect(third.accident()).toBeNull()
    await noted(({ cutOff }) => cutOff.length === 0)
    expect(recover().cutOff).toEqual([])
    expect(logged).toEqual([])
  })

  it('tells of an app that died, reports it, blames what ran in its threads, and tells it once', () => {
    const sessions = [runningSession('s1'), runningSession('s2', { isolation: 'process', handlerId: 'b.ts' })]
    const dead = markerFile(dataDir, gone.pid)
    writeMarker(dead, {
      ...markerOf(gone, { aliveAt: 7000, sessions, threads: [{ id: 'echo.ts', hash: 'h' }] }),
      process: gone,
    })
    const recovery = recover()
    expect(recovery.accident()).toMatchObject({ what: 'app', at: 7000, handlers: ['echo.ts'] })
    expect(recovery.guilty).toEqual([{ id: 'echo.ts', hash: 'h' }])
    const report = recovery.accident()?.report ?? ''
    expect(path.basename(report)).toBe('1970-01-01T00-00-07.000Z-app.json')
    expect(existsSync(report)).toBe(true)
    expect(existsSync(dead)).toBe(false)
    expect(readMarker(file)?.cutOff.map(({ id }) => id)).toEqual(['s1', 's2'])
  })

  it('leaves alone what another instance of the app has noted', () => {
    const parent = { ...system.self, pid: process.ppid, started: system.startOf(process.ppid) }
    const other = markerFile(dataDir, parent.pid)
    writeMarker(other, { ...markerOf(parent), process: parent })
    expect(recover().accident()).toBeNull()
    expect(existsSync(other)).toBe(true)
  })

  it('passes over a marker that was torn', () => {
    writeMarker(file, markerOf(gone))
    writeFileSync(file, '{"process":')
    expect(recover().accident()).toBeNull()
    expect(logged).toEqual([])
  })

  it('goes without a disk, and says once what it cannot write', async () => {
    expect(recover({ dataDir: null }).accident()).toBeNull()
    const blocked = path.join(root, 'file')
    writeFileSync(blocked, '')
    const recovery = recover({ dataDir: path.join(blocked, 'engine') })
    recovery.noteSession('s1', entryOf('s1'))
    await recovery.close()
    expect(logged.filter((line) => line.includes('cannot be told'))).toHaveLength(1)
  })
})

const engineOptions = {
  folder: emptyState.folder.path,
  createFolder: false,
  starterDir: '',
  hostScript: '',
  hostProcessScript: '',
  processesBy: 'engine',
  limits: emptyState.limits,
} as const
