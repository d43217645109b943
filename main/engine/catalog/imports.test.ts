import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { countThreads } from '../hosts/testing/count-threads'
import { type CatalogBench, createCatalogBench, handlerSource } from './testing/open-catalog'

let bench: CatalogBench

/** Opens a folder in which `a.ts` says what it imported in its title; files outside begin with `../`. */
async function opened(importing: string, files: { readonly [path: string]: string }): Promise<void> {
  bench = await createCatalogBench({
    files: {
      'a.ts': handlerSource('A', `${importing}\nexport const stream = { title: String(title) }`),
      ...files,
    },
  })
  await bench.open()
  await bench.until(() => bench.entries.get('a.ts')?.status !== 'compiling')
}

const at = (path: string) => join(bench.folder, path)
const titled = (title: string) =>
  bench.until(() => {
    const entry = bench.entries.get('a.ts')
    return entry?.status === 'ready' && entry.manifest?.title === title
  })
const broken = () => bench.becomes('a.ts', 'broken')
const moduleOf = (title: string) => `export const title = '${title}'`
const fromModule = `import { title } from './lib/title'`

afterEach(async () => {
  await bench.close()
  expect(countThreads()).toBe(0)
})

describe('a handler is made anew when what it imports changes', () => {
  it.each([
    ['JSON', `import { title } from './data/t.json'`, 'data/t.json', (text: string) => `{"title":"${text}"}`],
    ['text', `import title from './data/t.txt'`, 'data/t.txt', (text: string) => text],
    [
      'WebAssembly or other bytes',
      `import bytes from './data/t.wasm'\nconst title = Buffer.from(bytes)`,
      'data/t.wasm',
      (text: string) => text,
    ],
    ['JavaScript', `import { title } from './data/t.mjs'`, 'data/t.mjs', moduleOf],
    [
      'CommonJS',
      `const { title } = require('./data/t.cjs')`,
      'data/t.cjs',
      (t: string) => `exports.title = '${t}'`,
    ],
    ['a file that a file imports', `import { title } from './through'`, 'lib/deep/t.ts', moduleOf],
    ['a file outside of the folder', `import { title } from '../shared/t'`, '../shared/t.ts', moduleOf],
  ])('%s', async (_kind, importing, path, contents) => {
    await opened(importing, { [path]: contents('one'), 'through.ts': `export * from './lib/deep/t'` })
    await titled('one')
    await bench.write(path, contents('two'))
    await titled('two')
    expect(bench.entries.get('a.ts')?.version).toBe(2)
  })

  it('a link to a file elsewhere', async () => {
    await opened(fromModule, { '../shared/title.ts': moduleOf('one'), 'lib/other.txt': '' })
    expect(bench.entries.get('a.ts')?.status).toBe('broken')
    await symlink(at('../shared/title.ts'), at('lib/title.ts'))
    await titled('one')
    await bench.write('../shared/title.ts', moduleOf('two'))
    await titled('two')
  })

  it('a module of which another one takes the name', async () => {
    await opened(fromModule, { 'lib/title.ts': moduleOf('one') })
    await rename(at('lib/title.ts'), at('lib/old-title.ts'))
    await broken()
    await bench.write('lib/title/index.ts', moduleOf('two'))
    await titled('two')
  })

  it('data that is deleted and comes back', async () => {
    await opened(`import title from './t.txt'`, { 't.txt': 'one' })
    await rm(at('t.txt'))
    expect((await broken()).error?.message).toContain('./t.txt')
    await writeFile(at('t.txt'), 'two')
    await titled('two')
  })

  it('data in a folder that is deleted and comes back', async () => {
    await opened(`import title from './data/deep/t.txt'`, { 'data/deep/t.txt': 'one' })
    await rm(at('data'), { recursive: true })
    await broken()
    await bench.write('data/deep/t.txt', 'two')
    await titled('two')
    await bench.write('data/deep/t.txt', 'three')
    await titled('three')
  })

  it('data in a folder of which another one takes the name', async () => {
    await opened(`import title from '../shared/t.txt'`, { '../shared/t.txt': 'one', '../next/t.txt': 'two' })
    await rename(at('../shared'), at('../before'))
    await rename(at('../next'), at('../shared'))
    await titled('two')
    await bench.write('../shared/t.txt', 'three')
    await titled('three')
  })

  it('data in a folder that is not there yet', async () => {
    await opened(`import title from './data/t.txt'`, {})
    await broken()
    await mkdir(at('data'))
    await writeFile(at('data/t.txt'), 'one')
    await titled('one')
  })
})

describe('what package.json says is part of a version', () => {
  const packageJson = (version: string) => JSON.stringify({ name: 'mine', dependencies: { pack: version } })
  const pack = (version: string, inner: string) => ({
    'node_modules/pack/package.json': JSON.stringify({ name: 'pack', version, main: 'i.js' }),
    'node_modules/pack/i.js': `module.exports = require('inner')`,
    'node_modules/inner/package.json': JSON.stringify({ name: 'inner', version, main: 'i.js' }),
    'node_modules/inner/i.js': `module.exports = '${inner}'`,
  })
  const fromPack = `import title from 'pack'`

  it('that of the folder', async () => {
    await opened(`const title = 'one'`, { 'package.json': packageJson('1.0.0') })
    await bench.write('package.json', packageJson('2.0.0'))
    await bench.becomes('a.ts', 'ready', 2)
    expect(bench.catalog.diff('a.ts', 1, 2)).toMatchObject([{ file: 'package.json' }])
    await rm(at('package.json'))
    await bench.becomes('a.ts', 'ready', 3)
  })

  it('that of files outside of it', async () => {
    await opened(`import { title } from '../shared/src/t'`, {
      '../shared/src/t.ts': moduleOf('one'),
      '../shared/package.json': packageJson('1.0.0'),
    })
    await bench.write('../shared/package.json', packageJson('2.0.0'))
    await bench.becomes('a.ts', 'ready', 2)
  })

  it('and so is an installed package, with those that it needs', async () => {
    await opened(fromPack, {
      ...pack('1.0.0', 'one'),
      'node_modules/.package-lock.json': '{"inner":"1.0.0"}',
    })
    await titled('one')
    const innermost = 'node_modules/inner/i.js'
    await bench.write(innermost, (await readFile(at(innermost), 'utf8')).replace('one', 'two'))
    await bench.write('node_modules/.package-lock.json', '{"inner":"2.0.0"}')
    await titled('two')
  })

  it('but a package that no handler uses is not', async () => {
    await opened(`const title = 'one'`, { 'node_modules/.package-lock.json': '{}' })
    await bench.write('node_modules/.package-lock.json', '{"other":"1.0.0"}')
    await bench.becomes('a.ts', 'compiling')
    await bench.becomes('a.ts', 'ready', 1)
  })
})
