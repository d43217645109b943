#!/usr/bin/env node
// npm run bench:serve [-- --media audio|av|both --max N --seconds S --no-trouble --profile FILE --json]: how many
// clients from outside the engine serves. Needs neither Electron nor a built app: everything is bundled from its sources.
import { bundleTool } from './setup/bundle-tool.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { main, run, scriptArguments } from './setup/run.mjs'

main(async () => {
  await ensureInstalled()
  const program = await bundleTool('bench/serve/index.ts')
  return await run(process.execPath, ['--enable-source-maps', program, ...scriptArguments(process.argv)])
})
