#!/usr/bin/env node
// npm run bench:journal [-- --rows N --pace N --keep DIR --window]: a session of a million rows beside a call, and searches in it.
// Needs neither Electron nor a built app, everything is bundled from its sources; but for --window, which looks at it in the app too.
import { ensureBuilt } from './build.mjs'
import { bundleTool } from './setup/bundle-tool.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { prepareSystem, withDisplay } from './setup/prepare.mjs'
import { main, run, scriptArguments } from './setup/run.mjs'

main(async () => {
  const args = scriptArguments(process.argv)
  const hasWindow = args.includes('--window')
  if (!hasWindow) await ensureInstalled()
  const system = hasWindow ? await prepareSystem({ needsSpeech: false }) : null
  if (system) await ensureBuilt()
  const program = await bundleTool('bench/journal/index.ts')
  /** @param {NodeJS.ProcessEnv} [env] */
  const measure = (env) =>
    run(process.execPath, ['--enable-source-maps', program, ...args], env ? { env } : {})
  return system ? await withDisplay(system.exe, measure) : await measure()
})
