#!/usr/bin/env node
// npm run fuzz [-- --minutes N --seed S --only WORDS --json]: sends a server everything that no good client sends.
import { bundleTool } from './setup/bundle-tool.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { main, run, scriptArguments } from './setup/run.mjs'

main(async () => {
  await ensureInstalled()
  const program = await bundleTool('main/engine/server/fuzz/testing/fuzz-program.ts')
  return await run(process.execPath, ['--enable-source-maps', program, ...scriptArguments(process.argv)])
})
