// Bundles a tool of this project for this Node: the tools are TypeScript.
import path from 'node:path'
import { placeOfSource } from '../faults/bundle-runner.mjs'
import { root } from '../setup/run.mjs'

/**
 * @param {string} entry its source, relative to the project's folder
 * @returns {Promise<string>} the bundled program; below node_modules, so that it finds its packages there
 */
export async function bundleTool(entry) {
  const name = entry.replace(/\.ts$/, '').replaceAll('/', '-')
  const outfile = path.join(root, 'node_modules', '.cache', 'soundcheck', 'tools', `${name}.mjs`)
  const { build } = await import('esbuild')
  await build({
    entryPoints: [path.join(root, entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: 'inline',
    plugins: [placeOfSource],
  })
  return outfile
}
