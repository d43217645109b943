import { mkdir, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type CatalogBench, createCatalogBench } from './testing/open-catalog'

const example = join(import.meta.dirname, '../../../handlers/examples/native-model.ts')

let bench: CatalogBench
afterEach(() => bench.close())

/** Where the package lies: up from its entry. */
function folderOf(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name)
  return entry.slice(0, entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length)
}

it('a handler that needs a native package is ready in a process, without being asked for', async () => {
  bench = await createCatalogBench({ files: { 'model.ts': await readFile(example, 'utf8') } })
  const installed = join(bench.folder, 'node_modules/onnxruntime-node')
  await mkdir(dirname(installed))
  await symlink(folderOf('onnxruntime-node'), installed)
  await bench.open()
  await bench.until(() => bench.entries.get('model.ts')?.status !== 'compiling')
  expect(bench.entries.get('model.ts')).toMatchObject({
    status: 'ready',
    isolation: { kind: 'process', reason: 'native' },
    manifest: { title: 'Native model', isolation: 'auto' },
    error: null,
  })
  expect(bench.taken).toEqual(['thread', 'process'])
})
