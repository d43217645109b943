#!/usr/bin/env node
// Builds the app into out/: electron-vite for the programs, then the folder that a new user folder is made from.
import fs from 'node:fs'
import path from 'node:path'
import { ensureInstalled } from './setup/install.mjs'
import { main, packageCommand, root, run, SetupProblem, say } from './setup/run.mjs'
import { hashTree, readStamp, writeStamp } from './setup/stamp.mjs'
import { inSeconds } from './setup/steps.mjs'

const SOURCES = [
  'contract',
  'main',
  'preload',
  'renderer',
  'handlers',
  'cli',
  'scripts/build.mjs',
  'scripts/assets',
  'scripts/starter',
]
const CONFIGURATION = ['electron.vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json']
const stampFile = path.join(root, 'out', '.soundcheck-build')

/** @param {string} name */
function isBuilt(name) {
  return !/\.(test|spec)\.[cm]?tsx?$/.test(name)
}

/** What is in out/ is not, or no longer, a whole build of known sources. */
export function forgetBuild() {
  fs.rmSync(stampFile, { force: true })
}

function sourceKey() {
  return hashTree(root, [...SOURCES, ...CONFIGURATION], isBuilt)
}

/** @param {string} key of the sources as they were before: what is saved meanwhile means another build */
async function build(key) {
  const started = performance.now()
  forgetBuild()
  say('Building ...')
  const args = [packageCommand('electron-vite'), 'build', '--logLevel', 'warn']
  if ((await run(process.execPath, args, { stdio: ['ignore', 2, 2] })) !== 0)
    throw new SetupProblem('The build failed; its message is above.')
  const { buildAssets } = await import('./assets/build-assets.mjs')
  buildAssets(path.join(root, 'out', 'main', 'assets'))
  const { buildStarter } = await import('./starter/build-starter.mjs')
  buildStarter(path.join(root, 'out', 'starter'))
  writeStamp(stampFile, key)
  say(`Built in ${inSeconds(performance.now() - started)}.`)
}

/** Builds when out/ is missing or was made from other sources than these. */
export async function ensureBuilt() {
  const key = sourceKey()
  if (readStamp(stampFile) !== key) await build(key)
}

if (process.argv[1] === import.meta.filename)
  main(async () => {
    await ensureInstalled()
    await build(sourceKey())
    return 0
  })
