#!/usr/bin/env node
// Finds the Electron to run, or fetches it. As a program it prints one line of JSON: {dist, exe, kind, version}.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildFallback, fallbackDist, isFallbackAvailable } from './setup/fallback-runtime.mjs'
import { capture, explain, root, SetupProblem, say } from './setup/run.mjs'
import { readStamp, writeStamp } from './setup/stamp.mjs'

/** @typedef {{ dist: string, exe: string, kind: 'override' | 'official' | 'fallback', version: string }} Runtime */

const OFFICIAL_DOWNLOADS = 'https://github.com/electron/electron/releases/download/'
const DAY = 24 * 60 * 60 * 1000
const PROBE_LIMIT = 5000
/** For a download that nobody answers; long enough to unpack an archive that Electron's installer has kept. */
const UNREACHABLE_LIMIT = 20_000

const packageFolder = path.join(root, 'node_modules', 'electron')

function cacheFolder() {
  const caches = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache')
  return process.env.ELECTRON_RUNTIME_CACHE ?? path.join(caches, 'soundcheck-electron')
}

/** @param {string} dist @param {NodeJS.Platform} [platform] */
export function exeIn(dist, platform = process.platform) {
  if (platform === 'win32') return path.join(dist, 'electron.exe')
  if (platform === 'darwin') return path.join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron')
  return path.join(dist, 'electron')
}

/** @param {string} dist @param {Runtime['kind']} kind @returns {Runtime | null} null where there is none */
function runtimeIn(dist, kind) {
  const exe = exeIn(dist)
  const versionFile = path.join(dist, 'version')
  if (!fs.existsSync(exe) || !fs.existsSync(versionFile)) return null
  return { dist, exe, kind, version: fs.readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') }
}

/** @returns {string} the version that package-lock.json pins */
function declaredVersion() {
  const file = path.join(packageFolder, 'package.json')
  if (!fs.existsSync(file)) throw new SetupProblem('The packages are not installed.', 'Run: npm ci')
  return JSON.parse(fs.readFileSync(file, 'utf8')).version
}

/** @param {string} version @returns {Runtime | null} */
function installedOfficial(version) {
  const official = runtimeIn(path.join(packageFolder, 'dist'), 'official')
  // Electron's installer writes path.txt last: without it the folder may be half unpacked.
  return official?.version === version && fs.existsSync(path.join(packageFolder, 'path.txt'))
    ? official
    : null
}

function downloadBase() {
  return process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror || OFFICIAL_DOWNLOADS
}

/** @returns {Promise<boolean>} whether anybody answers where the download would come from */
async function isDownloadReachable() {
  try {
    await fetch(downloadBase(), {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_LIMIT),
    })
    return true
  } catch {
    // Whatever the reason is: nobody answered. Behind a proxy this probe cannot tell.
    return Boolean(process.env.HTTPS_PROXY ?? process.env.https_proxy)
  }
}

/** @param {string} version @returns {Promise<Runtime | null>} null when the download failed */
async function downloadOfficial(version) {
  say(`Downloading Electron ${version} ...`)
  const stop = new AbortController()
  const probe = isDownloadReachable().then((reachable) => {
    if (!reachable) setTimeout(() => stop.abort(), UNREACHABLE_LIMIT - PROBE_LIMIT).unref()
  })
  const installer = path.join(packageFolder, 'install.js')
  const { code, output } = await capture(process.execPath, [installer], { signal: stop.signal }).catch(
    (thrown) => ({ code: 1, output: explain(thrown) }),
  )
  await probe
  const official = code === 0 ? installedOfficial(version) : null
  if (!official) say(`The download of Electron ${version} failed: ${output.trim().split('\n')[0]}`)
  return official
}

/**
 * Whether a failed download is so recent that it need not be tried again.
 * @param {string | null} stamp as {@link failureStamp} made it @param {string} source what would be downloaded now
 * @param {number} now ms since the epoch
 */
export function failedLately(stamp, source, now) {
  if (stamp === null) return false
  const [time, failedSource] = stamp.split(' ', 2)
  const age = now - Number(time)
  return failedSource === source && age >= 0 && age < DAY
}

/** @param {string} source @param {number} now ms since the epoch */
export function failureStamp(source, now) {
  return `${now} ${source}`
}

/** @param {string} version @param {string} cache @returns {Promise<Runtime | null>} */
async function tryOfficial(version, cache) {
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return null
  const stampFile = path.join(cache, 'failed-download')
  const source = `${downloadBase()}v${version}`
  if (isFallbackAvailable() && failedLately(readStamp(stampFile), source, Date.now())) return null
  const official = await downloadOfficial(version)
  if (official) fs.rmSync(stampFile, { force: true })
  else writeStamp(stampFile, failureStamp(source, Date.now()))
  return official
}

/** @param {string} cache @returns {Promise<Runtime>} */
async function useFallback(cache) {
  if (!isFallbackAvailable())
    throw new SetupProblem(
      'There is no Electron runtime, and none could be downloaded.',
      'Connect to the internet, or set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH, and run the command again.',
    )
  const dist = fallbackDist(cache)
  const runtime = runtimeIn(dist, 'fallback') ?? runtimeIn(await buildFallback(cache), 'fallback')
  if (!runtime) throw new SetupProblem(`The Electron runtime in ${dist} is damaged.`, 'Delete that folder.')
  say(
    `Using Electron ${runtime.version} from the npm registry: for development and tests, never for an installer.`,
  )
  return runtime
}

/** @returns {Promise<Runtime>} */
export async function ensureElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const runtime = runtimeIn(override, 'override')
    if (!runtime)
      throw new SetupProblem(`ELECTRON_OVERRIDE_DIST_PATH names ${override}, where no Electron is.`)
    return runtime
  }
  const version = declaredVersion()
  const cache = cacheFolder()
  return installedOfficial(version) ?? (await tryOfficial(version, cache)) ?? (await useFallback(cache))
}

if (process.argv[1] === import.meta.filename) {
  try {
    process.stdout.write(`${JSON.stringify(await ensureElectron())}\n`)
  } catch (thrown) {
    say(explain(thrown))
    process.exitCode = 1
  }
}
