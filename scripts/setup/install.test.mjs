import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installKey, isNodeRecentEnough, matchesLock, needsInstall } from './install.mjs'

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-linux': { version: '2.0.0', integrity: 'sha512-b', optional: true },
  },
}

/** @param {Record<string, { version?: string, integrity?: string }>} packages */
const record = (packages) => ({ packages })
const a = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } }

describe('matchesLock', () => {
  it('takes what is there when only optional packages are missing', () => {
    expect(matchesLock(lock, record(a))).toBe(true)
  })

  it('refuses when a package that is not optional is missing', () => {
    expect(matchesLock(lock, record({}))).toBe(false)
  })

  it('refuses another version, another content and a package that the lock does not name', () => {
    expect(matchesLock(lock, record({ 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }))).toBe(
      false,
    )
    expect(matchesLock(lock, record({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } }))).toBe(
      false,
    )
    expect(matchesLock(lock, record({ ...a, 'node_modules/c': { version: '1.0.0' } }))).toBe(false)
  })
})

describe('needsInstall', () => {
  let folder = ''
  const modules = () => path.join(folder, 'node_modules')
  /** @param {string} name @param {unknown} content */
  const write = (name, content) => fs.writeFileSync(path.join(folder, name), JSON.stringify(content))

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'install-'))
    write('package-lock.json', lock)
  })
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

  it('asks for an installation where there is no node_modules', () => {
    expect(needsInstall(folder)).toBe(true)
  })

  it('takes a fitting node_modules that somebody installed by hand, and remembers it', () => {
    fs.mkdirSync(modules())
    write('node_modules/.package-lock.json', record(a))
    expect(needsInstall(folder)).toBe(false)
    fs.rmSync(path.join(modules(), '.package-lock.json'))
    expect(needsInstall(folder)).toBe(false)
  })

  it('asks again when the lock file changed or Node has another major version', () => {
    fs.mkdirSync(modules())
    write('node_modules/.package-lock.json', record(a))
    expect(needsInstall(folder, '20.19.0')).toBe(false)
    expect(needsInstall(folder, '22.1.0')).toBe(true)
    write('package-lock.json', { ...lock, lockfileVersion: 3 })
    expect(needsInstall(folder, '20.19.0')).toBe(true)
  })
})

it('knows the oldest Node that will do', () => {
  expect(['20.19.0', '20.20.2', '22.0.0', '24.1.0'].every(isNodeRecentEnough)).toBe(true)
  expect(['18.20.0', '20.18.3'].some(isNodeRecentEnough)).toBe(false)
})

it('makes another key for another lock file or another major version, not for a minor one', () => {
  expect(installKey('x', '20.19.0')).toBe(installKey('x', '20.20.2'))
  expect(installKey('x', '20.19.0')).not.toBe(installKey('y', '20.19.0'))
  expect(installKey('x', '20.19.0')).not.toBe(installKey('x', '22.19.0'))
})
