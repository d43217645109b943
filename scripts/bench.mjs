#!/usr/bin/env node
// npm run bench [-- <arguments>]: measures the built app. The bench is TypeScript, bundled for this Node and then run.
import { ensureBuilt } from './build.mjs'
import { bundleTool } from './setup/bundle-tool.mjs'
import { prepareSystem, withDisplay } from './setup/prepare.mjs'
import { main, run, scriptArguments } from './setup/run.mjs'

main(async () => {
  const { exe } = await prepareSystem({ needsSpeech: true })
  await ensureBuilt()
  const program = await bundleTool('bench/index.ts')
  return await withDisplay(exe, async (env) => {
    return await run(process.execPath, ['--enable-source-maps', program, ...scriptArguments(process.argv)], {
      env,
    })
  })
})
