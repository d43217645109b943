import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { standardLimits } from '../../contract/limits'
import { standardPreferences } from '../../contract/preferences'
import { standardServerChoice } from '../../contract/server'
import { openSettings } from './settings'

const untouched = {
  ...{ handlersFolder: null, window: null, limits: standardLimits, server: standardServerChoice },
  ...standardPreferences,
}

describe('the settings', () => {
  let folder: string
  let file: string
  const reports: string[] = []
  const report = (message: string) => reports.push(message)

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'settings-'))
    file = path.join(folder, 'deep', 'settings.json')
    reports.length = 0
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('start empty without a word and come back after a change', () => {
    openSettings(file, report).set({ handlersFolder: '/mine' })
    expect(openSettings(file, report).get()).toEqual({ ...untouched, handlersFolder: '/mine' })
    expect(reports).toEqual([])
  })

  it('keep what is good in a file with one bad field', () => {
    openSettings(file, report).set({ handlersFolder: '/mine' })
    writeFileSync(file, JSON.stringify({ handlersFolder: '/mine', window: { x: 'left' } }))
    expect(openSettings(file, report).get()).toEqual({ ...untouched, handlersFolder: '/mine' })
  })

  it('keep limits, but for those that no handler can have', () => {
    openSettings(file, report).set({ limits: { hangLimitInS: 30, heapLimitMb: 1024 } })
    expect(openSettings(file, report).get().limits).toEqual({ hangLimitInS: 30, heapLimitMb: 1024 })
    writeFileSync(file, JSON.stringify({ limits: { hangLimitInS: 0, heapLimitMb: 1024 } }))
    expect(openSettings(file, report).get().limits).toEqual(standardLimits)
  })

  it('keep the editor and how much is recorded, each for itself', () => {
    const journal = { ...standardPreferences.journal, diskMb: 4096 }
    openSettings(file, report).set({ editor: 'code', journal })
    expect(openSettings(file, report).get()).toMatchObject({ editor: 'code', journal })
    writeFileSync(file, JSON.stringify({ editor: 'code', journal: { ...journal, sessions: 0 } }))
    expect(openSettings(file, report).get()).toMatchObject({
      editor: 'code',
      journal: standardPreferences.journal,
    })
  })

  it('keep how clients are let in, and let nobody in when that is damaged', () => {
    const settings = { host: '0.0.0.0', port: 8443, tls: true, allowedOrigins: ['https://example.org'] }
    const server = { settings, startWithApp: true, selected: 'echo.ts' }
    openSettings(file, report).set({ server })
    expect(openSettings(file, report).get().server).toEqual(server)
    writeFileSync(file, JSON.stringify({ server: { ...server, settings: { ...settings, port: -1 } } }))
    expect(openSettings(file, report).get().server).toEqual(standardServerChoice)
  })

  it('report a damaged file and start anew', () => {
    openSettings(file, report).set({})
    writeFileSync(file, '{ "handlersFo')
    expect(openSettings(file, report).get().handlersFolder).toBeNull()
    expect(reports[0]).toContain('cannot be read')
  })

  it('hold a change for this run when it cannot be written, and say so', () => {
    const blocked = path.join(folder, 'file')
    writeFileSync(blocked, '')
    const settings = openSettings(path.join(blocked, 'settings.json'), report)
    settings.set({ handlersFolder: '/mine' })
    expect(settings.get().handlersFolder).toBe('/mine')
    expect(reports.some((message) => message.includes('cannot be saved'))).toBe(true)
    expect(readFileSync(blocked, 'utf8')).toBe('')
  })
})
