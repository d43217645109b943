import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises'
import { findSourceMap, Module } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CompiledHandler, compileHandler } from './compile-handler'

let root = ''
let made = 0

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'compile handler-')))
})
afterAll(() => rm(root, { recursive: true }))

/** A user folder of its own with these files. */
async function folderOf(files: { readonly [path: string]: string }): Promise<string> {
  made += 1
  const folder = join(root, `folder ${made}`)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

async function compiled(folder: string, name = 'a.ts'): Promise<CompiledHandler> {
  const result = await compileHandler(join(folder, name), folder)
  if (!result.ok) throw result.error
  return result
}

async function failed(folder: string, name = 'a.ts') {
  const result = await compileHandler(join(folder, name), folder)
  if (result.ok) throw new Error('it compiled')
  return result
}

/** Runs compiled code as the handler host does. */
function run(folder: string, code: string, name = 'a.ts'): { readonly default: unknown } {
  const file = join(folder, name)
  const module = new Module(file) as Module & { _compile(code: string, file: string): void }
  module.filename = file
  module._compile(code, file)
  return module.exports
}

async function defaultOf(folder: string, name = 'a.ts'): Promise<unknown> {
  return run(folder, (await compiled(folder, name)).code, name).default
}

const packageJson = (name: string, more: object) => JSON.stringify({ name, version: '1.0.0', ...more })

describe('a compiled handler', () => {
  it('runs with its own files, text, JSON and bytes in it', async () => {
    const folder = await folderOf({
      'a.ts': `import { one } from './lib/one'\nimport text from './t.txt'\nimport { b } from './d.json'
        import bytes from './w.wasm'\nenum E { A = 5 }\nexport default [one, text, b, bytes.length, E.A]`,
      'lib/one.ts': 'export const one: number = 1',
      't.txt': 'hello',
      'd.json': '{"b":2}',
      'w.wasm': 'abc',
    })
    expect(await defaultOf(folder)).toEqual([1, 'hello', 2, 3, 5])
    expect(new Set((await compiled(folder)).inputs)).toEqual(
      new Set(['a.ts', 'lib/one.ts', 't.txt', 'd.json', 'w.wasm'].map((name) => join(folder, name))),
    )
  })

  it('leaves soundcheck and the modules of Node to the host', async () => {
    const folder = await folderOf({
      'a.ts': `import { StreamHandler } from 'soundcheck'\nimport fs from 'fs'\nimport 'node:path'\nexport default [StreamHandler, fs]`,
    })
    const { code } = await compiled(folder)
    expect(code).toContain('require("soundcheck")')
    expect(code).toContain('require("fs")')
  })

  it('bundles ES module packages and loads CommonJS packages from where they lie', async () => {
    const folder = await folderOf({
      'sub/a.ts': `import { esm } from 'esm-pack'\nimport cjs from 'cjs-pack'\nimport { odd } from 'odd-pack'
        import dual from 'dual-pack'\nexport default [esm, cjs, odd, dual]`,
      'node_modules/esm-pack/package.json': packageJson('esm-pack', { type: 'module', exports: './i.js' }),
      'node_modules/esm-pack/i.js': `import inner from 'inner'\nexport const esm = 'esm ' + inner`,
      'node_modules/esm-pack/node_modules/inner/package.json': packageJson('inner', { main: 'i.js' }),
      'node_modules/esm-pack/node_modules/inner/i.js': `module.exports = require('path').basename(__dirname)`,
      'node_modules/cjs-pack/package.json': packageJson('cjs-pack', { main: 'i.js' }),
      'node_modules/cjs-pack/i.js': `module.exports = require('path').basename(__filename)`,
      'node_modules/odd-pack/package.json': packageJson('odd-pack', { exports: './i.js' }),
      'node_modules/odd-pack/i.js': 'export const odd = 3',
      'node_modules/dual-pack/package.json': packageJson('dual-pack', {
        exports: { import: './i.mjs', require: './i.cjs' },
      }),
      'node_modules/dual-pack/i.mjs': `export default 'import'`,
      'node_modules/dual-pack/i.cjs': `module.exports = 'require'`,
    })
    expect(await defaultOf(folder, 'sub/a.ts')).toEqual(['esm inner', 'i.js', 3, 'import'])
    const { inputs } = await compiled(folder, 'sub/a.ts')
    expect(inputs).toContain(join(folder, 'node_modules/cjs-pack/i.js'))
  })

  it('leaves native add-ons outside', async () => {
    const folder = await folderOf({
      'a.ts': `import own from './own.node'\nexport default () => own`,
      'own.node': 'x',
    })
    const { code, inputs } = await compiled(folder)
    expect(code).toContain(`require(${JSON.stringify(join(folder, 'own.node'))})`)
    expect(inputs).toContain(join(folder, 'own.node'))
  })

  it('knows where each of its files is', async () => {
    const folder = await folderOf({
      'a.ts': `import { lib } from './lib/b'\nexport default [import.meta.url, import.meta.dirname, import.meta.filename, lib]`,
      'lib/b.ts': 'export const lib = import.meta.url',
    })
    const own = join(folder, 'a.ts')
    const lib = pathToFileURL(join(folder, 'lib/b.ts')).href
    expect(await defaultOf(folder)).toEqual([pathToFileURL(own).href, folder, own, lib])
  })

  it('keeps the names of its classes', async () => {
    const folder = await folderOf({
      'a.ts': `import { other } from './b'\nclass Echo {}\nexport default [Echo.name, other]`,
      'b.ts': 'class Echo {}\nexport const other = Echo.name',
    })
    expect(await defaultOf(folder)).toEqual(['Echo', 'Echo'])
  })

  it('maps its stack to the source', async () => {
    process.setSourceMapsEnabled(true)
    const folder = await folderOf({
      'a.ts': `import { fail } from './lib/b'\nexport default fail`,
      'lib/b.ts': `interface Gone { a: 1 }\n\nexport function fail(): never {\n  throw new Error(import.meta.url)\n}`,
    })
    const { code } = await compiled(folder)
    run(folder, code)
    const line = code.split('\n').findIndex((text) => text.includes('throw new Error'))
    const found = findSourceMap(join(folder, 'a.ts'))
    const map = found?.payload
    const entry = found?.findEntry(line, code.split('\n')[line]?.indexOf('throw') ?? 0)
    expect(entry).toMatchObject({
      originalSource: pathToFileURL(join(folder, 'lib/b.ts')).href,
      originalLine: 3,
      originalColumn: 2,
    })
    const sources = map?.sources.map((source) => fileURLToPath(source)) ?? []
    expect([...sources].sort()).toEqual([join(folder, 'a.ts'), join(folder, 'lib/b.ts')])
    const own = map?.sourcesContent[sources.indexOf(join(folder, 'lib/b.ts'))]
    expect(own).toMatch(/^interface Gone/)
    process.setSourceMapsEnabled(false)
  })

  it('says whether it exports a handler', async () => {
    const folder = await folderOf({
      'a.ts': 'export default 1',
      'b.ts': 'export const b = 1',
      'c.ts': `export { default } from './a'`,
      'd.cjs': 'module.exports = 1',
      'e.ts': '',
      'f.ts': `export * from './a'`,
    })
    const exporting = async (name: string) => (await compiled(folder, name)).exportsHandler
    expect(await Promise.all(['a.ts', 'b.ts', 'c.ts', 'd.cjs', 'e.ts', 'f.ts'].map(exporting))).toEqual([
      true,
      false,
      true,
      true,
      false,
      false,
    ])
  })

  it('has the same hash until its code or a package outside it changes', async () => {
    const folder = await folderOf({
      'a.ts': `import c from 'cjs-pack'\nexport default c`,
      'node_modules/cjs-pack/package.json': packageJson('cjs-pack', { main: 'i.js' }),
      'node_modules/cjs-pack/i.js': 'module.exports = 1',
    })
    const first = (await compiled(folder)).hash
    await writeFile(join(folder, 'a.ts'), `import c from 'cjs-pack'\nexport default c`)
    expect((await compiled(folder)).hash).toBe(first)
    await utimes(join(folder, 'node_modules/cjs-pack/i.js'), 1, 1)
    expect((await compiled(folder)).hash).not.toBe(first)
  })
})

describe('a file that does not compile', () => {
  it('says where and shows the line', async () => {
    const folder = await folderOf({ 'a.ts': `const a = 1\nconst é = 'é'; const b = = 2\nexport default a` })
    const { error, inputs } = await failed(folder)
    expect(error).toMatchObject({
      code: 'compile',
      message: 'Unexpected "="',
      position: { file: join(folder, 'a.ts'), line: 2, column: 26 },
    })
    expect(error.hint).toContain(`Line 2: const é = 'é'; const b = = 2`)
    expect(inputs).toContain(join(folder, 'a.ts'))
  })

  it('counts the columns of a first line with import.meta as the editor does', async () => {
    const folder = await folderOf({ 'a.ts': 'const u = import.meta.url; const b = = 2' })
    const { error } = await failed(folder)
    expect(error.position).toMatchObject({ line: 1, column: 38 })
    expect(error.hint).toBe('Line 1: const u = import.meta.url; const b = = 2')
  })

  it('names the imported file that is wrong', async () => {
    const folder = await folderOf({
      'a.ts': `import { b } from './b'\nexport default b`,
      'b.ts': 'export const b = (',
    })
    const { error, inputs } = await failed(folder)
    expect(error.position?.file).toBe(join(folder, 'b.ts'))
    expect(inputs).toContain(join(folder, 'b.ts'))
  })

  it('says how to install a package', async () => {
    const folder = await folderOf({ 'a.ts': `import x from '@some/pack/part'\nexport default x` })
    const { error } = await failed(folder)
    expect(error.message).toBe('The package "@some/pack" is not installed')
    expect(error.hint).toContain(`npm install @some/pack\` in ${folder}`)
    expect(error.position).toMatchObject({ line: 1, column: 15 })
  })

  it('knows which missing file would mend it', async () => {
    const folder = await folderOf({ 'a.ts': `import { b } from './lib/b'\nexport default b` })
    expect((await failed(folder)).inputs).toContain(join(folder, 'lib/b.ts'))
  })

  it('tells of a file that is gone', async () => {
    expect((await failed(await folderOf({ 'b.ts': '' }))).error.code).toBe('compile')
  })
})
