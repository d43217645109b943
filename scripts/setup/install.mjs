// Brings node_modules into line with package-lock.json, and does nothing when it already is.
import fs from 'node:fs'
import path from 'node:path'
import { npmCommand, root, run, SetupProblem, say } from './run.mjs'
import { hashOf, readStamp, writeStamp } from './stamp.mjs'

const MIN_NODE = [20, 19]

/** @param {string} version as in `process.versions.node` */
export function isNodeRecentEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return (
    major > /** @type {number} */ (MIN_NODE[0]) ||
    (major === MIN_NODE[0] && minor >= /** @type {number} */ (MIN_NODE[1]))
  )
}

/** @param {string} lockText @param {string} nodeVersion native add-ons are chosen by Node's major version */
export function installKey(lockText, nodeVersion) {
  return `${hashOf([lockText])} node ${nodeVersion.split('.')[0]}`
}

/**
 * Whether npm's own record of what it installed agrees with the lock file: packages may be missing only where the lock
 * calls them optional (those of other platforms).
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 * @param {Lock} lock package-lock.json @param {Lock} installed node_modules/.package-lock.json
 */
export function matchesLock(lock, installed) {
  const wanted = lock.packages ?? {}
  const present = installed.packages ?? {}
  const foreign = Object.entries(present).some(([name, found]) => {
    const expected = wanted[name]
    return !expected || expected.version !== found.version || expected.integrity !== found.integrity
  })
  const missing = Object.entries(wanted).some(
    ([name, expected]) => name !== '' && !expected.optional && !present[name],
  )
  return !foreign && !missing
}

/** @param {string} folder the project's @param {string} lockText */
function wasInstalledByHand(folder, lockText) {
  const record = path.join(folder, 'node_modules', '.package-lock.json')
  if (!fs.existsSync(record)) return false
  return matchesLock(JSON.parse(lockText), JSON.parse(fs.readFileSync(record, 'utf8')))
}

/**
 * Whether `npm ci` is needed in `folder`. A fitting node_modules that a person installed by hand is taken as it is.
 * @param {string} folder @param {string} [nodeVersion]
 */
export function needsInstall(folder, nodeVersion = process.versions.node) {
  const lockText = fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8')
  const stampFile = path.join(folder, 'node_modules', '.soundcheck-install')
  const stamp = readStamp(stampFile)
  const key = installKey(lockText, nodeVersion)
  if (stamp === key) return false
  if (stamp !== null || !wasInstalledByHand(folder, lockText)) return true
  writeStamp(stampFile, key)
  return false
}

export async function ensureInstalled() {
  if (!isNodeRecentEnough(process.versions.node))
    throw new SetupProblem(
      `Soundcheck needs Node ${MIN_NODE.join('.')} or newer; this is ${process.versions.node}.`,
      'Install a newer Node from https://nodejs.org and run the command again.',
    )
  if (!needsInstall(root)) return
  say('Installing the packages that package-lock.json names (npm ci) ...')
  const npm = npmCommand()
  const code = await run(npm.command, [...npm.args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: npm.shell,
    // An older npm runs the install scripts that `allowScripts` refuses; what they would fetch is not used.
    env: {
      ...process.env,
      SKIP_FFMPEG: 'true',
      ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
      ONNXRUNTIME_NODE_INSTALL: 'skip',
    },
  })
  if (code !== 0)
    throw new SetupProblem('npm ci failed; its message is above.', 'Is the npm registry within reach?')
  const lockText = fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  writeStamp(
    path.join(root, 'node_modules', '.soundcheck-install'),
    installKey(lockText, process.versions.node),
  )
}
