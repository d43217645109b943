import path from 'node:path'
import { build } from 'esbuild'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'

export interface Bundles {
  readonly app: string
  readonly engine: string
  readonly host: string
  readonly hostProcess: string
  readonly sessionThread: string
  readonly journalThread: string
}

/** The programs of the engine in plain Node, made of the sources as they are; below node_modules, where they find their packages. */
export async function bundleEngine(root: string): Promise<Bundles> {
  const folder = path.join(root, 'node_modules', '.cache', 'soundcheck', 'faults')
  const outfile = (name: string) => path.join(folder, `${name}.mjs`)
  const bundle = async (name: string, entry: string) => {
    await build({
      entryPoints: [path.join(root, entry)],
      outfile: outfile(name),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.18',
      packages: 'external',
      sourcemap: 'inline',
      logLevel: 'error',
    })
    return outfile(name)
  }
  return {
    app: await bundle('app', 'scripts/faults/backends/node-app.ts'),
    engine: await bundle('engine', 'main/engine/thread.ts'),
    sessionThread: await bundle('session-thread', 'main/engine/session-threads/thread.ts'),
    journalThread: await bundle('journal-thread', 'main/engine/journal/store/thread.ts'),
    host: await buildHostBundle('thread'),
    hostProcess: await buildHostBundle('process'),
  }
}
