import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exeIn, failedLately, failureStamp } from './electron-runtime.mjs'
import { checkSha512 } from './setup/fallback-runtime.mjs'
import { capture } from './setup/run.mjs'

const HOUR = 60 * 60 * 1000
const NOW = Date.UTC(2030, 0, 1)

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runtime-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

/** @param {string} dist */
const ask = (dist) =>
  capture(process.execPath, [path.join(import.meta.dirname, 'electron-runtime.mjs')], {
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: dist },
  })

describe('a failed download', () => {
  const stamp = failureStamp('mirror/v45', NOW)

  it('is not tried again for a day', () => {
    expect(failedLately(stamp, 'mirror/v45', NOW + 23 * HOUR)).toBe(true)
    expect(failedLately(stamp, 'mirror/v45', NOW + 25 * HOUR)).toBe(false)
  })

  it('is tried again at once from another place, for another version, or when the clock went back', () => {
    expect(failedLately(stamp, 'other/v45', NOW)).toBe(false)
    expect(failedLately(stamp, 'mirror/v46', NOW)).toBe(false)
    expect(failedLately(stamp, 'mirror/v45', NOW - HOUR)).toBe(false)
    expect(failedLately(null, 'mirror/v45', NOW)).toBe(false)
    expect(failedLately('damaged', 'mirror/v45', NOW)).toBe(false)
  })
})

describe('as a program', () => {
  it('prints one line of JSON for the runtime that ELECTRON_OVERRIDE_DIST_PATH names', async () => {
    fs.mkdirSync(path.dirname(exeIn(folder)), { recursive: true })
    fs.writeFileSync(exeIn(folder), '')
    fs.writeFileSync(path.join(folder, 'version'), 'v45.4.1\n')
    const { code, output } = await ask(folder)
    const expected = { dist: folder, exe: exeIn(folder), kind: 'override', version: '45.4.1' }
    expect(output).toBe(`${JSON.stringify(expected)}\n`)
    expect(code).toBe(0)
  })

  it('fails with a plain sentence when there is no Electron in that folder', async () => {
    const { code, output } = await ask(folder)
    expect(code).toBe(1)
    expect(output).toContain('where no Electron is')
    expect(output).not.toContain('at ')
  })
})

it('names the program inside the folder on each system', () => {
  expect(exeIn('d', 'win32')).toBe(path.join('d', 'electron.exe'))
  expect(exeIn('d', 'darwin')).toBe(path.join('d', 'Electron.app', 'Contents', 'MacOS', 'Electron'))
  expect(exeIn('d', 'linux')).toBe(path.join('d', 'electron'))
})

it('refuses an archive whose content is not the pinned one', async () => {
  const file = path.join(folder, 'a.tgz')
  fs.writeFileSync(file, 'abc')
  const sha512 = '3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=='
  await expect(checkSha512(file, sha512)).resolves.toBeUndefined()
  await expect(checkSha512(file, sha512.replace('3', '4'))).rejects.toThrow(/not the file/)
})
