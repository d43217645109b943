#!/usr/bin/env node
// npm run dev [-- <app arguments>]: the app from its sources; the window is updated as they are saved.
import { ensureBuilt, forgetBuild } from './build.mjs'
import { prepareSystem, withDisplay } from './setup/prepare.mjs'
import { main, packageCommand, run, scriptArguments } from './setup/run.mjs'

main(async () => {
  const { exe, flags } = await prepareSystem()
  // For out/starter, which electron-vite does not make.
  await ensureBuilt()
  // From here on electron-vite writes into out/ what an app under development needs.
  forgetBuild()
  return await withDisplay(exe, async (env, displayFlags) => {
    const args = [
      packageCommand('electron-vite'),
      'dev',
      '--watch',
      '--',
      ...flags,
      ...displayFlags,
      ...scriptArguments(process.argv),
    ]
    return await run(process.execPath, args, { env: { ...env, ELECTRON_EXEC_PATH: exe } })
  })
})
