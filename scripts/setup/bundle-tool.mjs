// Bundles a tool of this project for this Node: the tools are TypeScript.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './run.mjs'

/** Sources that look for what lies beside them must find it from the bundle, too. @type {import('esbuild').Plugin} */
const placeOfSource = {
  name: 'place of source',
  setup(build) {
    build.onLoad({ filter: /\.(ts|mjs)$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, 'utf8')
      if (file.includes('node_modules') || !text.includes('import.meta.')) return undefined
      const contents = text
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
        .replaceAll('import.meta.filename', JSON.stringify(file))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
      return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' }
    })
  },
}

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
