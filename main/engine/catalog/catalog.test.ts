import { mkdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { countThreads } from '../hosts/testing/count-threads'
import {
  type CatalogBench,
  type CatalogBenchOptions,
  createCatalogBench,
  handlerSource,
} from './testing/open-catalog'

let bench: CatalogBench

/** Shows in the manifest which `title` a handler was compiled with. */
const titled = 'export const stream = { title }'

async function start(options: CatalogBenchOptions = {}): Promise<CatalogBench> {
  bench = await createCatalogBench(options)
  return bench
}

/** A catalog whose folder is open and quiet. */
async function opened(files: { readonly [path: string]: string }): Promise<CatalogBench> {
  await start({ files })
  await bench.open()
  await bench.until(() => [...bench.entries.values()].every(({ status }) => status !== 'compiling'))
  return bench
}

afterEach(async () => {
  await bench.close()
  expect(countThreads()).toBe(0)
})

describe('opening a folder', () => {
  it('lists what is there at once and then loads it', async () => {
    await start({ files: { 'a.ts': handlerSource('A'), 'sub/a.ts': handlerSource('SubA'), 'notes.md': '' } })
    await bench.open()
    expect([...bench.entries.keys()].sort()).toEqual(['a.ts', 'sub/a.ts'])
    expect(bench.folders.map(({ status }) => status)).toEqual(['opening', 'watching'])
    const entry = await bench.becomes('sub/a.ts', 'ready', 1)
    expect(entry.manifest?.className).toBe('SubA')
    await bench.becomes('a.ts', 'ready', 1)
    expect(bench.catalog.current('a.ts')).toMatchObject({
      id: 'a.ts',
      version: 1,
      file: join(bench.folder, 'a.ts'),
    })
  })

  it('loads the newest first', async () => {
    const names = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts', 'f.ts']
    await start({ files: Object.fromEntries(names.map((name) => [name, handlerSource('Some')])) })
    await Promise.all(names.map((name, at) => utimes(join(bench.folder, name), 1000 + at, 1000 + at)))
    await bench.open()
    await bench.until(() => bench.versions.length === names.length)
    const order = bench.versions.map(({ id }) => id)
    // Two at a time: which of two ends first is open.
    expect(['e.ts', 'f.ts']).toContain(order[0])
    expect(order.indexOf('b.ts')).toBeGreaterThanOrEqual(3)
    expect(order.indexOf('a.ts')).toBeGreaterThanOrEqual(4)
  })

  it('creates a missing folder with the examples', async () => {
    await start()
    const folder = join(bench.folder, 'new', 'one')
    await bench.open({ folder, create: true })
    await bench.becomes('echo.ts', 'ready', 1)
  })

  it('says what is wrong with a folder that it may not create', async () => {
    await start()
    await bench.open({ folder: join(bench.folder, 'missing') })
    expect(bench.folders.at(-1)).toMatchObject({ status: 'failed', error: { code: 'not-found' } })
  })

  it('leaves the folder that was open before', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    const other = join(bench.folder, '..', 'other')
    await mkdir(other)
    await writeFile(join(other, 'b.ts'), handlerSource('B'))
    await bench.open({ folder: other })
    await bench.becomes('b.ts', 'ready', 1)
    expect([...bench.entries.keys()]).toEqual(['b.ts'])
    expect(bench.catalog.current('a.ts')).toBeUndefined()
  })

  it('creates a new handler in the folder that is open, and only there', async () => {
    await start()
    await expect(bench.catalog.create('mine', '')).rejects.toMatchObject({ code: 'unavailable' })
    await bench.open()
    expect(await bench.catalog.create('mine', handlerSource('Mine'))).toBe('mine.ts')
    await bench.becomes('mine.ts', 'ready', 1)
  })

  it('says what to install for an example that needs a package', async () => {
    await start()
    await bench.open()
    const example = join(import.meta.dirname, '../../../handlers/examples/native-model.ts')
    await bench.catalog.create('model', await readFile(example, 'utf8'))
    const { error } = await bench.becomes('model.ts', 'broken')
    expect(error).toMatchObject({
      code: 'compile',
      message: 'The package "onnxruntime-node" is not installed',
    })
    expect(error?.hint).toContain(`Run \`npm install onnxruntime-node\` in ${bench.folder}`)
  })

  it('may reach it through a link', async () => {
    const library = { 'lib/title.ts': 'export const title = "one"' }
    await start({
      files: { 'a.ts': handlerSource('A', `import { title } from './lib/title'\n${titled}`), ...library },
    })
    const link = join(bench.folder, '..', 'link')
    await symlink(bench.folder, link)
    await bench.open({ folder: link })
    await bench.becomes('a.ts', 'ready', 1)
    await bench.until(() => !bench.entries.has('lib/title.ts'))
    await bench.write('lib/title.ts', 'export const title = "two"')
    expect((await bench.becomes('a.ts', 'ready', 2)).manifest?.title).toBe('two')
  })

  it('can be closed while everything is being compiled', async () => {
    await start({
      files: Object.fromEntries([...'abcdefgh'].map((name) => [`${name}.ts`, handlerSource('Some')])),
    })
    await bench.open()
    await bench.catalog.close()
    expect(bench.entries.size).toBe(0)
  })
})

describe('saving a handler', () => {
  it('makes a new version, with the time at which the save was seen', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    const before = performance.now()
    await bench.write('a.ts', handlerSource('Better'))
    await bench.until(() => bench.versions.length === 2)
    expect(bench.versions[1]).toMatchObject({ id: 'a.ts', version: 2, manifest: { className: 'Better' } })
    expect(bench.versions[1]?.noticedAt).toBeGreaterThanOrEqual(before)
    expect(bench.versions[1]?.noticedAt).toBeLessThan(performance.now())
  })

  it('makes no new version when nothing changed', async () => {
    await opened({ 'a.ts': handlerSource('A'), 'b.ts': handlerSource('B') })
    await utimes(join(bench.folder, 'a.ts'), 2000, 2000)
    await bench.becomes('a.ts', 'compiling')
    await bench.becomes('a.ts', 'ready', 1)
    expect(bench.versions).toHaveLength(2)
  })

  it('shows the error of a half-written file, keeps the last good version, and heals', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    await bench.write('a.ts', handlerSource('A').slice(0, 150))
    const broken = await bench.becomes('a.ts', 'broken', 1)
    expect(broken.error).toMatchObject({ code: 'compile', position: { file: join(bench.folder, 'a.ts') } })
    expect(broken.manifest?.className).toBe('A')
    expect(bench.catalog.current('a.ts')?.version).toBe(1)
    await bench.write('a.ts', handlerSource('A', '// mended'))
    expect((await bench.becomes('a.ts', 'ready', 2)).error).toBeNull()
  })

  it('ends with the newest contents when saves come faster than they compile', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    for (let save = 1; save <= 40; save += 1) await bench.write('a.ts', handlerSource(`A${save}`))
    await bench.until(() => bench.versions.at(-1)?.manifest.className === 'A40')
    await bench.becomes('a.ts', 'ready')
    expect(bench.versions.length).toBeLessThan(40)
  })

  it('takes a file that an editor put in the place of the old one', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    await bench.write('a.ts.tmp', handlerSource('Replaced'))
    await rename(join(bench.folder, 'a.ts.tmp'), join(bench.folder, 'a.ts'))
    await bench.until(() => bench.versions.at(-1)?.manifest.className === 'Replaced')
  })

  it('shows what the handler throws while it loads, where it does', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    await bench.write('a.ts', handlerSource('A', '\nthrow new Error("not today")'))
    const { error } = await bench.becomes('a.ts', 'broken', 1)
    expect(error?.message).toContain('not today')
    expect(error?.position).toMatchObject({ file: join(bench.folder, 'a.ts'), line: 3 })
  })

  it('survives a handler that hangs while it loads', async () => {
    await start({
      files: { 'a.ts': handlerSource('A', 'for (;;);'), 'b.ts': handlerSource('B') },
      probeTimeoutMs: 2500,
    })
    await bench.open()
    const { error } = await bench.becomes('a.ts', 'broken')
    expect(error).toMatchObject({ code: 'timeout', position: { file: join(bench.folder, 'a.ts'), line: 2 } })
    await bench.becomes('b.ts', 'ready', 1)
    await bench.write('a.ts', handlerSource('A'))
    await bench.becomes('a.ts', 'ready', 1)
  })

  it('survives a handler that ends its thread while it loads', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    await bench.write('a.ts', handlerSource('A', 'process.exit(4)'))
    expect((await bench.becomes('a.ts', 'broken', 1)).error?.code).toBe('handler')
  })
})

describe('a removed handler', () => {
  it('goes from the list, and counts on when it comes back', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    await rm(join(bench.folder, 'a.ts'))
    await bench.until(() => !bench.entries.has('a.ts'))
    expect(bench.catalog.current('a.ts')).toBeUndefined()
    await bench.write('a.ts', handlerSource('A'))
    await bench.becomes('a.ts', 'ready', 2)
  })
})

describe('what handlers import', () => {
  const library = 'export const title = "one"'
  const user = (name: string) => handlerSource(name, `import { title } from './lib/title'\n${titled}`)

  it('is compiled anew with it, and is not listed as a handler', async () => {
    await opened({ 'a.ts': user('A'), 'b.ts': user('B'), 'lib/title.ts': library })
    expect([...bench.entries.keys()].sort()).toEqual(['a.ts', 'b.ts'])
    await bench.write('lib/title.ts', 'export const title = "two"')
    await bench.becomes('a.ts', 'ready', 2)
    expect((await bench.becomes('b.ts', 'ready', 2)).manifest?.title).toBe('two')
    expect(bench.entries.has('lib/title.ts')).toBe(false)
  })

  it('is listed as broken once nobody imports it', async () => {
    await opened({ 'a.ts': user('A'), 'lib/title.ts': library })
    await bench.write('a.ts', handlerSource('A'))
    const entry = await bench.becomes('lib/title.ts', 'broken', 0)
    expect(entry.error?.message).toContain('no default export')
  })

  it('may lie outside the folder, or be any kind of file', async () => {
    await start({
      files: {
        'a.ts': handlerSource('A', `import title from '../shared/title.txt'\n${titled}`),
      },
    })
    const shared = join(bench.folder, '..', 'shared')
    await mkdir(shared)
    await writeFile(join(shared, 'title.txt'), 'first')
    await bench.open()
    await bench.becomes('a.ts', 'ready', 1)
    await writeFile(join(shared, 'title.txt'), 'second')
    expect((await bench.becomes('a.ts', 'ready', 2)).manifest?.title).toBe('second')
  })

  it('mends the handler when it appears', async () => {
    await opened({ 'a.ts': user('A') })
    expect(bench.entries.get('a.ts')?.error?.code).toBe('compile')
    await bench.write('lib/title.ts', library)
    await bench.becomes('a.ts', 'ready', 1)
  })

  it('is compiled anew for the one handler that is meant, and no other is loaded', async () => {
    await start({ files: { 'a.ts': user('A'), 'b.ts': user('B'), 'lib/title.ts': library } })
    await bench.open({ only: 'a.ts' })
    await bench.becomes('a.ts', 'ready', 1)
    await bench.write('c.ts', handlerSource('C'))
    await bench.write('lib/title.ts', 'export const title = "two"')
    await bench.becomes('a.ts', 'ready', 2)
    expect([...bench.entries.keys()]).toEqual(['a.ts'])
  })

  it('may be a package that is installed later', async () => {
    await opened({ 'a.ts': handlerSource('A', `import title from 'pack'\n${titled}`) })
    expect(bench.entries.get('a.ts')?.error?.hint).toContain(`npm install pack\` in ${bench.folder}`)
    await bench.write('node_modules/pack/package.json', '{ "name": "pack", "main": "i.js" }')
    await bench.write('node_modules/pack/i.js', 'module.exports = "packed"')
    await bench.write('node_modules/.package-lock.json', '{}')
    expect((await bench.becomes('a.ts', 'ready', 1)).manifest?.title).toBe('packed')
  })
})

describe('a folder that goes away', () => {
  it('is reported, and watched again when it is back', async () => {
    await opened({ 'a.ts': handlerSource('A') })
    await rename(bench.folder, `${bench.folder}-away`)
    await bench.until(() => bench.folders.at(-1)?.status === 'failed')
    expect(bench.folders.at(-1)?.error).toMatchObject({ code: 'unavailable' })
    await rename(`${bench.folder}-away`, bench.folder)
    await bench.until(() => bench.folders.at(-1)?.status === 'watching')
    await bench.write('a.ts', handlerSource('Again'))
    await bench.until(() => bench.versions.at(-1)?.manifest.className === 'Again')
  })
})
