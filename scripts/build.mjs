#!/usr/bin/env node
// Builds the app into out/: electron-vite for the programs, then the folder that a new user folder is made from.
import path from 'node:path'
import { ensureInstalled } from './setup/install.mjs'
import { main, packageCommand, root, run, SetupProblem, say } from './setup/run.mjs'
import { hashTree, readStamp, writeStamp } from './setup/stamp.mjs'

const SOURCES = [
  'contract',
  'main',
  'preload',
  'renderer',
  'handlers',
  'scripts/build.mjs',
  'scripts/starter',
]
const CONFIGURATION = ['electron.vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json']
const stampFile = path.join(root, 'out', '.soundcheck-build')

/** @param {string} name */
function isBuilt(name) {
  return !/\.(test|spec)\.[cm]?tsx?$/.test(name)
}

async function build() {
  const started = Date.now()
  say('Building ...')
  const electronVite = packageCommand('electron-vite')
  const code = await run(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], {
    // electron-vite warns of this Electron version only because it is newer than its table.
    stdio: ['ignore', 2, 2],
  })
  if (code !== 0) throw new SetupProblem('The build failed; its message is above.')
  const { buildStarter } = await import('./starter/build-starter.mjs')
  buildStarter(path.join(root, 'out', 'starter'))
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
}

/** Builds when out/ is missing or was made from other sources than these. */
export async function ensureBuilt() {
  const key = hashTree(root, [...SOURCES, ...CONFIGURATION], isBuilt)
  if (readStamp(stampFile) === key) return
  await build()
  writeStamp(stampFile, key)
}

if (process.argv[1] === import.meta.filename)
  main(async () => {
    await ensureInstalled()
    const key = hashTree(root, [...SOURCES, ...CONFIGURATION], isBuilt)
    await build()
    writeStamp(stampFile, key)
    return 0
  })
