import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '../../..')
/** Below node_modules, where it finds its packages. */
const folder = path.join(root, 'node_modules/.cache/soundcheck')

/** Bundles the program of a thread as it is now, for tests and measurements that start real ones; gives the script's path. */
export async function bundleThread(name: string, entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    keepNames: true,
    logLevel: 'silent',
  })
  const [output] = outputFiles
  if (!output) throw new Error('esbuild gave no output')
  const hash = createHash('sha256').update(output.contents).digest('hex').slice(0, 16)
  const script = path.join(folder, `${name}-${hash}.mjs`)
  await mkdir(folder, { recursive: true })
  // Several test processes may build it at once: each writes its own file, and the last name given is as good as any.
  const draft = `${script}.${process.pid}.${Math.random().toString(36).slice(2)}`
  await writeFile(draft, output.contents)
  await rename(draft, script)
  return script
}
