#!/usr/bin/env node
// npm run bench:journal [-- --rows N --pace N --keep DIR]: a session of a million rows beside a call, and searches in it.
// Needs neither Electron nor a built app: everything is bundled from its sources.
import { bundleTool } from './setup/bundle-tool.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { main, run, scriptArguments } from './setup/run.mjs'

main(async () => {
  await ensureInstalled()
  const program = await bundleTool('bench/journal/index.ts')
  return await run(process.execPath, ['--enable-source-maps', program, ...scriptArguments(process.argv)])
})
