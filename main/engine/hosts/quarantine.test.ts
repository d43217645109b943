import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createQuarantine } from './quarantine'

let folder = ''
let file = ''
const said: string[] = []
const open = (where: string | null = file) =>
  createQuarantine({ file: where, log: (line) => said.push(line) })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quarantine-'))
  file = join(folder, 'data', 'quarantine.json')
  said.length = 0
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the quarantine', () => {
  it('knows a version by its handler and its hash, also after a restart', () => {
    open().add({ id: 'a.ts', hash: '1' }, 'hung')
    const later = open()
    expect(later.reasonFor({ id: 'a.ts', hash: '1' })).toBe('hung')
    expect(later.reasonFor({ id: 'a.ts', hash: '2' })).toBeNull()
    expect(later.reasonFor({ id: 'b.ts', hash: '1' })).toBeNull()
    expect(said).toEqual([])
  })

  it('takes the newest reason', () => {
    const quarantine = open()
    quarantine.add({ id: 'a.ts', hash: '1' }, 'hung')
    quarantine.add({ id: 'a.ts', hash: '1' }, 'memory')
    expect(open().reasonFor({ id: 'a.ts', hash: '1' })).toBe('memory')
  })

  it('forgets the oldest of more than 500', () => {
    const quarantine = open()
    for (let n = 0; n <= 500; n += 1) quarantine.add({ id: 'a.ts', hash: String(n) }, 'native')
    for (const known of [quarantine, open()]) {
      expect(known.reasonFor({ id: 'a.ts', hash: '0' })).toBeNull()
      expect(known.reasonFor({ id: 'a.ts', hash: '1' })).toBe('native')
      expect(known.reasonFor({ id: 'a.ts', hash: '500' })).toBe('native')
    }
  })

  it.each([
    ['no JSON', '{"format":1,"ver'],
    ['of another shape', '{"format":1,"versions":[{"id":"a.ts","hash":"1","reason":"ugly"}]}'],
    ['empty', ''],
  ])('begins anew, and says so, when its file is %s', (_name, text) => {
    open().add({ id: 'a.ts', hash: '1' }, 'hung')
    writeFileSync(file, text)
    const later = open()
    expect(later.reasonFor({ id: 'a.ts', hash: '1' })).toBeNull()
    expect(said).toEqual([expect.stringContaining(file)])
    later.add({ id: 'b.ts', hash: '1' }, 'died')
    expect(open().reasonFor({ id: 'b.ts', hash: '1' })).toBe('died')
  })

  it('leaves nothing but its file behind', () => {
    open().add({ id: 'a.ts', hash: '1' }, 'hung')
    expect(readdirSync(join(folder, 'data'))).toEqual(['quarantine.json'])
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 1 })
  })

  it('goes on from memory, and says so, when it cannot be written', () => {
    writeFileSync(join(folder, 'data'), 'a file, not a folder')
    const quarantine = open()
    quarantine.add({ id: 'a.ts', hash: '1' }, 'hung')
    expect(quarantine.reasonFor({ id: 'a.ts', hash: '1' })).toBe('hung')
    expect(said.at(-1)).toContain('a.ts')
  })

  it('is kept nowhere when there is no place for it', () => {
    const quarantine = open(null)
    quarantine.add({ id: 'a.ts', hash: '1' }, 'hung')
    expect(quarantine.reasonFor({ id: 'a.ts', hash: '1' })).toBe('hung')
    expect(existsSync(file)).toBe(false)
  })
})
