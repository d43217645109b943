// What Electron, Xvfb and the tests need from a Debian or Ubuntu system: found, named as packages, installed as root.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isOnPath, run, SetupProblem, say, stdoutOf } from './run.mjs'
import { readStamp, writeStamp } from './stamp.mjs'

/**
 * Shared library -> the packages that hold it, newest name first: Debian 13 and Ubuntu 24.04 renamed those that carry
 * 64-bit times ("t64").
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const packagesOfLibrary = {
  'libX11-xcb.so.1': ['libx11-xcb1'],
  'libX11.so.6': ['libx11-6'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXcursor.so.1': ['libxcursor1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXi.so.6': ['libxi6'],
  'libXrandr.so.2': ['libxrandr2'],
  'libXrender.so.1': ['libxrender1'],
  'libXss.so.1': ['libxss1'],
  'libXtst.so.6': ['libxtst6'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcairo.so.2': ['libcairo2'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libdrm.so.2': ['libdrm2'],
  'libexpat.so.1': ['libexpat1'],
  'libgbm.so.1': ['libgbm1'],
  'libgdk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libgdk_pixbuf-2.0.so.0': ['libgdk-pixbuf-2.0-0'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgmodule-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libnspr4.so': ['libnspr4'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libpangocairo-1.0.so.0': ['libpangocairo-1.0-0'],
  'libsmime3.so': ['libnss3'],
  'libssl3.so': ['libnss3'],
  'libstdc++.so.6': ['libstdc++6'],
  'libudev.so.1': ['libudev1'],
  'libxcb.so.1': ['libxcb1'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libxshmfence.so.1': ['libxshmfence1'],
}

/** Chromium opens GTK by name while it starts, so that `ldd` need not show it. */
const OPENED_BY_NAME = ['libgtk-3.so.0']

/** @param {string} lddOutput @returns {string[]} the libraries that `ldd` did not find */
export function missingInLdd(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => /** @type {string} */ (match[1]))
}

/**
 * The packages to install for `libraries`, each once.
 * @param {readonly string[]} libraries @param {(name: string) => boolean} isKnown whether this system has the package
 * @returns {{ packages: string[], unknown: string[] }} `unknown`: libraries for which no package was found
 */
export function packagesFor(libraries, isKnown) {
  /** @type {Set<string>} */
  const packages = new Set()
  /** @type {string[]} */
  const unknown = []
  for (const library of libraries) {
    const found = packagesOfLibrary[library]?.find(isKnown)
    if (found) packages.add(found)
    else unknown.push(library)
  }
  return { packages: [...packages].sort(), unknown }
}

/** @param {string} exe the Electron program @returns {string[]} libraries that it lacks */
function missingLibraries(exe) {
  const cached = stdoutOf('/sbin/ldconfig', ['-p'])
  const byName = OPENED_BY_NAME.filter((library) => cached !== '' && !cached.includes(`${library} `))
  return [...new Set([...missingInLdd(stdoutOf('ldd', [exe])), ...byName])]
}

function hasFont() {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts']
  folders.push(path.join(os.homedir(), '.fonts'), path.join(os.homedir(), '.local/share/fonts'))
  return folders.some(
    (folder) =>
      fs.existsSync(folder) &&
      fs.readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc|pfb)$/i.test(String(name))),
  )
}

/** @param {{ needsXvfb: boolean, needsSpeech: boolean }} needs @returns {string[]} packages of missing programs */
function missingTools(needs) {
  /** @type {string[]} */
  const packages = []
  if (needs.needsXvfb && !isOnPath('Xvfb')) packages.push('xvfb')
  if (needs.needsSpeech && !isOnPath('espeak-ng')) packages.push('espeak-ng')
  if (!hasFont()) packages.push('fonts-dejavu-core')
  return packages
}

/** @param {string} name a purely virtual package prints nothing on stdout, a missing one neither */
function isAptPackage(name) {
  return stdoutOf('apt-cache', ['show', '--no-all-versions', name]).includes(`Package: ${name}\n`)
}

const APT_INSTALL = ['install', '-y', '--no-install-recommends']

/** @param {readonly string[]} args */
async function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // On stderr, so that a script whose stdout is an answer stays readable.
  return await run('apt-get', ['-q', ...args], { env, stdio: ['ignore', 2, 2] })
}

/** @param {readonly string[]} packages */
function installByHand(packages) {
  return `sudo apt-get update && sudo apt-get ${APT_INSTALL.join(' ')} ${packages.join(' ')}`
}

/** @param {readonly string[]} libraries @param {readonly string[]} tools */
async function installMissing(libraries, tools) {
  const missing = [...libraries, ...tools].join(', ')
  if (!isOnPath('apt-get'))
    throw new SetupProblem(`This system lacks: ${missing}.`, 'Install them with your package manager.')
  const isRoot = process.getuid?.() === 0
  if (isRoot) {
    say(`Installing what this system lacks (${missing}) with apt-get ...`)
    if ((await aptGet(['update'])) !== 0)
      say('apt-get update failed; trying with the package lists that are here.')
  }
  const { packages, unknown } = packagesFor(libraries, isAptPackage)
  if (unknown.length > 0)
    throw new SetupProblem(
      `This system lacks ${unknown.join(', ')}, and no package is known that holds them.`,
      'If the package lists are old, run `apt-get update`, then try again.',
    )
  const all = [...packages, ...tools]
  if (!isRoot) throw new SetupProblem(`This system lacks: ${missing}.`, `Run: ${installByHand(all)}`)
  if ((await aptGet([...APT_INSTALL, ...all])) !== 0)
    throw new SetupProblem(
      'apt-get could not install them; its message is above.',
      `By hand: ${installByHand(all)}`,
    )
}

/**
 * Makes sure that Electron can start on this Linux. `ldd` runs once for each build of the program.
 * @param {{ exe: string, stampFile: string, needsXvfb: boolean, needsSpeech: boolean }} options
 */
export async function ensureLinuxLibraries({ exe, stampFile, needsXvfb, needsSpeech }) {
  const key = `${exe} ${fs.statSync(exe).mtimeMs}`
  const isChecked = readStamp(stampFile) === key
  const libraries = isChecked ? [] : missingLibraries(exe)
  const tools = missingTools({ needsXvfb, needsSpeech })
  if (libraries.length + tools.length > 0) await installMissing(libraries, tools)
  if (isChecked) return
  const still = libraries.length > 0 ? missingLibraries(exe) : []
  if (still.length > 0) throw new SetupProblem(`Electron still lacks ${still.join(', ')}.`)
  writeStamp(stampFile, key)
}
