import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildAssets } from '../../../scripts/assets/build-assets.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const folder = join(root, 'node_modules/.cache/soundcheck')

/** Bundles the host program of handler threads or processes as it is now, for tests that start real ones; gives the script's path. */
export async function buildHostBundle(kind: 'thread' | 'process' = 'thread'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, `handlers/host/${kind}.ts`)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    keepNames: true,
    logLevel: 'silent',
  })
  const [output] = outputFiles
  if (!output) throw new Error('esbuild gave no output')
  const script = join(
    folder,
    `host-${kind}-${createHash('sha256').update(output.contents).digest('hex').slice(0, 16)}.mjs`,
  )
  await mkdir(folder, { recursive: true })
  buildAssets(join(folder, 'assets'))
  // Several test processes may build it at once: each writes its own file, and the last name given is as good as any.
  const draft = `${script}.${process.pid}.${Math.random().toString(36).slice(2)}`
  await writeFile(draft, output.contents)
  await rename(draft, script)
  return script
}
