#!/usr/bin/env node
// npm run prove-exports: what exports write is read by the programs that they are for: Wireshark, FFmpeg, unzip.
import { ensurePackages } from './interop/packages.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { isOnPath, main, packageCommand, run, SetupProblem, say } from './setup/run.mjs'

const programs = ['tshark', 'ffprobe', 'unzip']
const packages = ['tshark', 'ffmpeg', 'unzip']

/** Without these programs their tests are left out of a run. */
async function ensurePrograms() {
  const missing = programs.filter((program) => !isOnPath(program))
  if (missing.length === 0) return
  const why = await ensurePackages(packages)
  if (why !== null) throw new SetupProblem(`${missing.join(', ')} cannot be had: ${why}`)
}

main(async () => {
  await ensureInstalled()
  await ensurePrograms()
  say(`Read by ${programs.join(', ')}:`)
  return await run(process.execPath, [
    packageCommand('vitest'),
    ...['run', '--maxWorkers', '1', 'main/engine/exports', 'main/engine/engine-exports.test.ts'],
  ])
})
