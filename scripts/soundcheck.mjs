#!/usr/bin/env node
// npm run --silent soundcheck -- COMMAND: brings what is missing, builds what is out of date, and runs the command line.
// stdout is the command's alone.
import path from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, needsInstall } from './setup/install.mjs'
import { explain, root, run, SetupProblem, say } from './setup/run.mjs'
import { interruptionCode, passSignalsOn } from './setup/signals.mjs'

/** As the command line itself: something outside failed. */
const OUTSIDE_FAILED = 3

/** npm starts scripts in the project's folder; paths are meant from where the person is. */
function callersFolder() {
  return process.env.npm_lifecycle_event ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd()
}

async function prepare() {
  // TypeScript, which makes the typings of a user folder, looks for its own from where it runs.
  process.chdir(root)
  // In a process of its own, so that all that npm says goes to stderr.
  if (needsInstall(root)) {
    const build = path.join(import.meta.dirname, 'build.mjs')
    if ((await run(process.execPath, [build], { stdio: ['ignore', 2, 2] })) !== 0)
      throw new SetupProblem('Soundcheck could not be set up; the reason is above.')
  }
  await ensureInstalled()
  await ensureBuilt()
}

const folder = callersFolder()
passSignalsOn()
try {
  await prepare()
  const program = path.join(root, 'out', 'main', 'cli.js')
  process.exitCode =
    interruptionCode() ??
    (await run(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
      cwd: folder,
      // Its own process group on POSIX: then Ctrl-C reaches it once, from us, and it can close in order.
      detached: process.platform !== 'win32',
    }))
} catch (thrown) {
  say(`\n${explain(thrown)}`)
  process.exitCode = interruptionCode() ?? OUTSIDE_FAILED
}
