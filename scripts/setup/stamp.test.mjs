import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hashOf, hashTree, readStamp, writeStamp } from './stamp.mjs'

let base = ''
/** @param {string} name @param {string} text */
const write = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(base, name)), { recursive: true })
  fs.writeFileSync(path.join(base, name), text)
}
/** @param {(name: string) => boolean} [keep] */
const hash = (keep) => hashTree(base, ['src', 'one.json', 'missing'], keep)

beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'stamp-'))
  write('src/deep/a.ts', 'a')
  write('one.json', '{}')
})
afterEach(() => fs.rmSync(base, { recursive: true, force: true }))

it('gives one tree one hash, whenever its files were written', () => {
  const before = hash()
  fs.utimesSync(path.join(base, 'src/deep/a.ts'), 1, 1)
  expect(hash()).toBe(before)
})

it('notices a changed, a new, a renamed and a removed file', () => {
  const hashes = [hash()]
  write('src/deep/a.ts', 'b')
  hashes.push(hash())
  write('src/b.ts', 'c')
  hashes.push(hash())
  fs.renameSync(path.join(base, 'src/b.ts'), path.join(base, 'src/c.ts'))
  hashes.push(hash())
  fs.rmSync(path.join(base, 'one.json'))
  hashes.push(hash())
  expect(new Set(hashes).size).toBe(hashes.length)
})

it('leaves out the files that do not count', () => {
  const before = hash((name) => !name.endsWith('.test.ts'))
  write('src/a.test.ts', 'x')
  expect(hash((name) => !name.endsWith('.test.ts'))).toBe(before)
})

it('tells parts apart that would join to the same text', () => {
  expect(hashOf(['ab', 'c'])).not.toBe(hashOf(['a', 'bc']))
})

it('reads back what was stamped, and null before', () => {
  const file = path.join(base, 'deep/er/stamp')
  expect(readStamp(file)).toBeNull()
  writeStamp(file, 'key')
  expect(readStamp(file)).toBe('key')
})
