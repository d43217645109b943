// What the clients need from a Debian or Ubuntu system.
import { isOnPath, run, say, stdoutOf } from '../setup/run.mjs'

/** @param {string} name */
function isInstalled(name) {
  return stdoutOf('dpkg-query', ['-s', name]).includes('\nStatus: install ok installed\n')
}

/** @param {string} name */
function isKnown(name) {
  return stdoutOf('apt-cache', ['show', '--no-all-versions', name]).includes(`Package: ${name}\n`)
}

/** @param {readonly string[]} args */
async function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return await run('apt-get', ['-q', ...args], { env, stdio: ['ignore', 2, 2] })
}

let isUpdated = false

/** Once in a run: what is not known may be known after it. */
async function update() {
  if (isUpdated) return
  isUpdated = true
  if ((await aptGet(['update'])) !== 0)
    say('apt-get update failed; trying with the package lists that are here.')
}

/**
 * Installs what is missing of these packages.
 * @param {readonly string[]} packages @returns {Promise<string | null>} why they cannot be had; null when they are there
 */
export async function ensurePackages(packages) {
  if (packages.length === 0) return null
  if (!isOnPath('apt-get')) return 'it is installed with apt-get, which this system does not have'
  const missing = packages.filter((name) => !isInstalled(name))
  if (missing.length === 0) return null
  const byHand = `sudo apt-get install --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0) return `not installed; run: ${byHand}`
  await update()
  const unknown = missing.filter((name) => !isKnown(name))
  if (unknown.length > 0) return `this distribution has no ${unknown.join(', ')}`
  say(`Installing ${missing.join(', ')} ...`)
  const code = await aptGet(['install', '-y', '--no-install-recommends', ...missing])
  return code === 0 ? null : `apt-get could not install ${missing.join(', ')}`
}
