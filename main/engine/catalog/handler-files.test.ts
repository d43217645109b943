import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileRole, handlerId, isFolderWatched } from './handler-files'

describe('the role of a file', () => {
  it.each(['a.ts', 'a.mts', 'a.tsx', 'a.js', 'a.mjs', 'a.cjs', 'deep/er/a.ts', 'test.ts', 'a.tests.ts'])(
    'is handler for %s',
    (id) => expect(fileRole(id)).toBe('handler'),
  )

  it.each([
    'package.json',
    'sub/tsconfig.json',
    'node_modules/.package-lock.json',
    'sub/node_modules/.modules.yaml',
  ])('is settings for %s', (id) => expect(fileRole(id)).toBe('settings'))

  it.each([
    'a.d.ts',
    'a.d.mts',
    'a.test.ts',
    'a.spec.tsx',
    'a.json',
    'a.ts.tmp',
    '.a.ts',
    '.soundcheck/types/a.ts',
    'node_modules/pack/index.js',
    'node_modules/pack/package.json',
    '../outside.ts',
    'D:/other/drive.ts',
  ])('is none for %s', (id) => expect(fileRole(id)).toBe('other'))

  it('is none for anything in a hidden folder or a package', () => {
    const path = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 3 })
    const hidden = fc.constantFrom('.git', '.soundcheck', 'node_modules')
    fc.assert(
      fc.property(path, hidden, path, (before, folder, after) => {
        expect(fileRole([...before, folder, ...after, 'a.ts'].join('/'))).toBe('other')
      }),
    )
  })
})

describe('the folders that are looked into', () => {
  it('are all but hidden ones and packages', () => {
    expect(['sub', 'sub/deeper', 'node_modules'].every(isFolderWatched)).toBe(true)
    expect(['.git', 'sub/.git', 'node_modules/pack', 'node_modules/.bin'].some(isFolderWatched)).toBe(false)
  })
})

describe('the id of a handler', () => {
  it('is its path in the folder', () => {
    expect(handlerId('/home/me/handlers', '/home/me/handlers/sub/a.ts')).toBe('sub/a.ts')
  })
})
