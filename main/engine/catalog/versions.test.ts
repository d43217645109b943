import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { WireError } from '../../../contract/errors'
import type { ProcessReason } from '../../../contract/state'
import { countThreads } from '../hosts/testing/count-threads'
import {
  type CatalogBench,
  type CatalogBenchOptions,
  createCatalogBench,
  handlerSource,
} from './testing/open-catalog'

let bench: CatalogBench

const failed: WireError = { code: 'handler', message: 'startUp() threw: no key', hint: 'Give it a key.' }

/** A folder with `a.ts` in as many versions as there are names. */
async function versionsOf(names: readonly string[], options: CatalogBenchOptions = {}): Promise<void> {
  const [first = '', ...others] = names
  bench = await createCatalogBench({ ...options, files: { 'a.ts': handlerSource(first), ...options.files } })
  await bench.open()
  await bench.becomes('a.ts', 'ready', 1)
  for (const name of others) await save(name)
}

async function save(name: string, more = ''): Promise<void> {
  const made = bench.versions.length
  await bench.write('a.ts', handlerSource(name, more))
  await bench.until(() => bench.versions.length === made + 1 && entry().status !== 'compiling')
}

/** Saves what makes no new version. */
async function saveInVain(name: string): Promise<void> {
  await bench.write('a.ts', handlerSource(name))
  await settled()
}

async function settled(): Promise<void> {
  await bench.becomes('a.ts', 'compiling')
  await bench.until(() => entry().status !== 'compiling')
}

function entry() {
  const found = bench.entries.get('a.ts')
  if (!found) throw new Error('a.ts is not listed')
  return found
}

const numbers = () => entry().versions.map(({ version }) => version)
const told = () => bench.versions.map(({ version }) => version)

afterEach(async () => {
  await bench.close()
  expect(countThreads()).toBe(0)
})

describe('going back to a version', () => {
  it('makes it the one that sessions run, and tells of it as of a save', async () => {
    await versionsOf(['A', 'B', 'C'])
    expect(numbers()).toEqual([3, 2, 1])
    const before = performance.now()
    bench.catalog.useVersion('a.ts', 1)
    expect(entry()).toMatchObject({ status: 'ready', version: 1, manifest: { className: 'A' }, error: null })
    expect(entry().loadedAt).toBe(entry().versions[2]?.loadedAt)
    expect(bench.catalog.current('a.ts')?.version).toBe(1)
    expect(bench.versions.at(-1)).toMatchObject({ version: 1, manifest: { className: 'A' } })
    expect(bench.versions.at(-1)?.noticedAt).toBeGreaterThanOrEqual(before)
  })

  it('lasts until a save makes a new one', async () => {
    await versionsOf(['A', 'B'])
    bench.catalog.useVersion('a.ts', 1)
    await utimes(join(bench.folder, 'a.ts'), 2000, 2000)
    await settled()
    expect(entry().version).toBe(1)
    await save('C')
    expect(entry().version).toBe(3)
    expect(told()).toEqual([1, 2, 1, 3])
  })

  it('makes no new version of what the person then writes themselves, but one of what came after it', async () => {
    await versionsOf(['A', 'B'])
    bench.catalog.useVersion('a.ts', 1)
    await saveInVain('A')
    expect(entry().version).toBe(1)
    await save('B')
    expect(entry().version).toBe(3)
  })

  it('leaves the error of a broken file where it is', async () => {
    await versionsOf(['A', 'B'])
    await bench.write('a.ts', 'export default class {')
    await bench.becomes('a.ts', 'broken')
    bench.catalog.useVersion('a.ts', 1)
    expect(entry()).toMatchObject({ status: 'broken', version: 1, error: { code: 'compile' } })
  })

  it('is refused for what is not kept', async () => {
    await versionsOf(['A'])
    expect(() => bench.catalog.useVersion('a.ts', 2)).toThrow('Version 2 is not kept.')
    expect(() => bench.catalog.useVersion('b.ts', 1)).toThrow('There is no handler b.ts.')
  })

  it('is another matter than undoing an edit, which makes a new version', async () => {
    await versionsOf(['A', 'B', 'A'])
    expect(numbers()).toEqual([3, 2, 1])
  })
})

describe('a rejected version', () => {
  it('gives way to the one before, and the list says why', async () => {
    await versionsOf(['A', 'B'])
    bench.catalog.reject('a.ts', 2, failed)
    expect(entry()).toMatchObject({ status: 'broken', version: 1, manifest: { className: 'A' } })
    expect(entry().error?.message).toBe('Version 2 was rolled back: startUp() threw: no key')
    expect(entry().error?.hint).toMatch(/^Give it a key\.\nThe file still has that version/)
    expect(entry().versions).toMatchObject([
      { version: 2, rejected: failed },
      { version: 1, rejected: null },
    ])
    expect(told()).toEqual([1, 2, 1])
  })

  it('is not made again of the same contents', async () => {
    await versionsOf(['A', 'B'])
    bench.catalog.reject('a.ts', 2, failed)
    await utimes(join(bench.folder, 'a.ts'), 2000, 2000)
    await settled()
    expect(entry()).toMatchObject({ status: 'broken', version: 1 })
    await saveInVain('A')
    expect(entry()).toMatchObject({ status: 'ready', version: 1, error: null })
    await saveInVain('B')
    expect(entry().error?.message).toContain('Version 2 was rolled back')
  })

  it('is forgiven by the next save', async () => {
    await versionsOf(['A', 'B'])
    bench.catalog.reject('a.ts', 2, failed)
    await save('C')
    expect(entry()).toMatchObject({ status: 'ready', version: 3, error: null })
    expect(entry().versions[1]?.rejected).toBe(failed)
  })

  it('can be chosen once more', async () => {
    await versionsOf(['A', 'B'])
    bench.catalog.reject('a.ts', 2, failed)
    bench.catalog.useVersion('a.ts', 2)
    expect(entry()).toMatchObject({ status: 'ready', version: 2, error: null })
    expect(told()).toEqual([1, 2, 1, 2])
  })

  it('that is not the current one is only marked', async () => {
    await versionsOf(['A', 'B', 'C'])
    bench.catalog.reject('a.ts', 2, failed)
    expect(entry()).toMatchObject({ status: 'ready', version: 3, error: null })
    expect(told()).toEqual([1, 2, 3])
    bench.catalog.reject('gone.ts', 1, failed)
    bench.catalog.reject('a.ts', 9, failed)
  })

  it('stays when there is none to go back to', async () => {
    await versionsOf(['A'])
    bench.catalog.reject('a.ts', 1, failed)
    expect(entry()).toMatchObject({ status: 'broken', version: 1 })
    expect(bench.catalog.current('a.ts')?.version).toBe(1)
    expect(told()).toEqual([1])
  })
})

describe('the difference of two versions', () => {
  it("is of the author's own files", async () => {
    await versionsOf(['A'], {
      files: { 'lib/t.ts': `export const t = 1\n`, 'node_modules/p/package.json': '{"main":"i.mjs"}' },
    })
    await bench.write('node_modules/p/i.mjs', 'export const p = 1')
    await save('A', `import { t } from './lib/t'\nimport { p } from 'p'\nconsole.log(t, p)`)
    await bench.write('lib/t.ts', 'export const t = 2\n')
    await bench.becomes('a.ts', 'ready', 3)
    expect(bench.catalog.diff('a.ts', 2, 3)).toEqual([
      {
        file: 'lib/t.ts',
        hunks: [{ oldStart: 1, newStart: 1, lines: ['-export const t = 1', '+export const t = 2'] }],
      },
    ])
    expect(bench.catalog.diff('a.ts', 3, 1).map(({ file }) => file)).toEqual(['a.ts', 'lib/t.ts'])
  })

  it('is not to be had of versions that are too large or not kept', async () => {
    await versionsOf(['A'])
    await save('A', `export const data = '${'x'.repeat(2 * 1024 * 1024)}'`)
    expect(() => bench.catalog.diff('a.ts', 1, 2)).toThrow(
      'The files of version 2 were too large to be kept.',
    )
    expect(() => bench.catalog.diff('a.ts', 1, 7)).toThrow('Version 7 is not kept.')
  })
})

describe('what is known of a handler', () => {
  it('is shown as where it runs, and told to the list when it changes', async () => {
    const reasons = new Map<string, ProcessReason>()
    await versionsOf(['A'], { quarantine: { reasonFor: ({ hash }) => reasons.get(hash) ?? null } })
    expect(entry().isolation).toEqual({ kind: 'thread', reason: null })
    reasons.set(bench.catalog.current('a.ts')?.hash ?? '', 'hung')
    bench.catalog.refreshIsolation()
    expect(entry().isolation).toEqual({ kind: 'process', reason: 'hung' })
    await save('B')
    expect(entry().isolation).toEqual({ kind: 'thread', reason: null })
  })

  it('keeps it from being loaded in a thread', async () => {
    await versionsOf(['A'], { quarantine: { reasonFor: () => 'died' } })
    expect(bench.taken).toEqual(['process'])
    expect(entry().isolation).toEqual({ kind: 'process', reason: 'died' })
  })

  it('moves nothing whose author wants a thread', async () => {
    await versionsOf(['A'], { quarantine: { reasonFor: () => 'hung' } })
    await save('A', `export const isolation = 'thread'`)
    expect(entry().isolation).toEqual({ kind: 'thread', reason: null })
  })

  it('is what its author asks for first of all', async () => {
    await versionsOf(['A'])
    await save('A', `export const isolation = 'process'`)
    expect(entry().isolation).toEqual({ kind: 'process', reason: 'asked' })
    expect(bench.taken).toEqual(['thread', 'thread'])
  })
})

describe('contents that hurt their host while they load', () => {
  it.each([
    ['hang', 'for (;;);', 'timeout'],
    ['end it', 'process.exit(3)', 'handler'],
  ])('are never loaded again when they %s, until they change', async (_what, code, errorCode) => {
    await versionsOf(['A'], { probeTimeoutMs: 2500 })
    await bench.write('a.ts', handlerSource('A', code))
    expect((await bench.becomes('a.ts', 'broken')).error?.code).toBe(errorCode)
    const tried = bench.probes.length
    const { error } = entry()
    await utimes(join(bench.folder, 'a.ts'), 2000, 2000)
    await settled()
    expect(entry()).toMatchObject({ status: 'broken', version: 1, error })
    expect(bench.probes).toHaveLength(tried)
    await save('B')
    expect(entry()).toMatchObject({ status: 'ready', version: 2, error: null })
  })

  it('are known by name while they do', async () => {
    await versionsOf(['A'])
    const version = { id: 'a.ts', hash: bench.catalog.current('a.ts')?.hash }
    expect(bench.probes).toEqual([{ version, isRunning: false }])
    await bench.write('a.ts', handlerSource('A', 'while (Date.now() > 0);'))
    await bench.until(() => bench.probes.length === 2)
    expect(bench.probes[1]).toMatchObject({ version: { id: 'a.ts' }, isRunning: true })
  })
})
