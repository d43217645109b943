#!/usr/bin/env node
// npm start: brings everything that is missing, builds what is out of date, and runs the app.
import fs from 'node:fs'
import { ensureBuilt } from './build.mjs'
import { libraryStamp, prepareSystem, withDisplay } from './setup/prepare.mjs'
import { main, run, say, scriptArguments } from './setup/run.mjs'

/** What the dynamic loader exits with when a shared library is missing. */
const LOADER_FAILED = 127

main(async () => {
  const { exe, flags } = await prepareSystem()
  await ensureBuilt()
  const code = await withDisplay(exe, async (env, displayFlags) => {
    const args = [...flags, ...displayFlags, '.', ...scriptArguments(process.argv)]
    // Its own process group on POSIX: then Ctrl-C reaches it once, from us, and it can close in order.
    return await run(exe, args, { env, detached: process.platform !== 'win32' })
  })
  if (code === LOADER_FAILED) {
    fs.rmSync(libraryStamp, { force: true })
    say('A shared library is missing; the next start looks for it again.')
  }
  return code
})
