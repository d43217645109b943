#!/usr/bin/env node
// npm run e2e [-- <playwright arguments>]: Playwright on the real Electron, built and with a display.
import { ensureBuilt } from './build.mjs'
import { prepareSystem, withDisplay } from './setup/prepare.mjs'
import { main, packageCommand, run, scriptArguments } from './setup/run.mjs'

main(async () => {
  const { exe } = await prepareSystem({ needsSpeech: true })
  await ensureBuilt()
  return await withDisplay(exe, async (env) => {
    const playwright = packageCommand('@playwright/test', 'playwright')
    return await run(process.execPath, [playwright, 'test', ...scriptArguments(process.argv)], { env })
  })
})
