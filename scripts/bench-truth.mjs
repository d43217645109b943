#!/usr/bin/env node
// npm run bench:truth [-- --only network,levels,pictures,calls,frames,turns --json]: whether what the panels say is true.
import { bundleTool } from './setup/bundle-tool.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { main, run, scriptArguments } from './setup/run.mjs'

main(async () => {
  await ensureInstalled()
  const program = await bundleTool('bench/truth/index.ts')
  return await run(process.execPath, ['--enable-source-maps', program, ...scriptArguments(process.argv)])
})
