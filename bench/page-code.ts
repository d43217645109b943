import { resolve } from 'node:path'
import { build } from 'esbuild'

/** What runs inside the page, as one script; `root` is the project's folder. */
export async function bundlePageCode(root: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [resolve(root, 'bench/page/index.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'chrome130',
  })
  const [file] = outputFiles
  if (!file) throw new Error('the page code was not bundled')
  return file.text
}
