#!/usr/bin/env node
// npm run bench [-- <arguments>]: measures the built app. The bench is TypeScript, bundled for this Node and then run.
import path from 'node:path'
import { ensureBuilt } from './build.mjs'
import { prepareSystem, withDisplay } from './setup/prepare.mjs'
import { main, root, run, scriptArguments } from './setup/run.mjs'

/** @returns {Promise<string>} the bundled program; below node_modules, so that it finds its packages there */
async function bundleBench() {
  const outfile = path.join(root, 'node_modules', '.cache', 'soundcheck-bench.mjs')
  const { build } = await import('esbuild')
  await build({
    entryPoints: [path.join(root, 'bench', 'index.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: 'inline',
  })
  return outfile
}

main(async () => {
  const { exe } = await prepareSystem({ needsSpeech: true })
  await ensureBuilt()
  const program = await bundleBench()
  return await withDisplay(exe, async (env) => {
    return await run(process.execPath, ['--enable-source-maps', program, ...scriptArguments(process.argv)], {
      env,
    })
  })
})
