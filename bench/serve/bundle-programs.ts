import path from 'node:path'
import { build } from 'esbuild'
import { buildHostBundle } from '../../handlers/host/testing/build-host-bundle'
import { buildJournalThread } from '../../main/engine/journal/testing/build-journal-thread'
import { buildSessionThread } from '../../main/engine/session-threads/testing/build-session-thread'

/** Paths of the compiled programs. */
export interface Programs {
  readonly server: string
  readonly pass: string
  readonly client: string
  readonly hostScript: string
  readonly hostProcessScript: string
  readonly sessionThreadScript: string
  readonly journalThreadScript: string
}

/** Makes them of the sources as they are; below node_modules, where they find their packages. */
export async function bundlePrograms(root: string): Promise<Programs> {
  const folder = path.join(root, 'node_modules', '.cache', 'soundcheck', 'bench-serve')
  const outfile = (name: string) => path.join(folder, `${name}.mjs`)
  const names = ['server', 'pass', 'client'] as const
  await build({
    entryPoints: names.map((name) => ({
      in: path.join(root, 'bench/serve', `${name}-program.ts`),
      out: name,
    })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
  })
  return {
    server: outfile('server'),
    pass: outfile('pass'),
    client: outfile('client'),
    hostScript: await buildHostBundle('thread'),
    hostProcessScript: await buildHostBundle('process'),
    sessionThreadScript: await buildSessionThread(),
    journalThreadScript: await buildJournalThread(),
  }
}
