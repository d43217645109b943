// The command line that Electron needs on this system.
import fs from 'node:fs'
import path from 'node:path'

/**
 * @typedef {'sandboxed' | 'root' | 'no-namespaces'} SandboxState whether Chromium's sandbox can be used, or why it cannot
 */

/**
 * @param {{ platform: NodeJS.Platform, uid: number, helperMode: number, helperUid: number, namespaces: boolean }} facts
 * `helperMode`, `helperUid`: of the chrome-sandbox file (0 and -1 without it); `namespaces`: users may create namespaces
 * @returns {SandboxState}
 */
export function sandboxState({ platform, uid, helperMode, helperUid, namespaces }) {
  if (platform !== 'linux') return 'sandboxed'
  if (uid === 0) return 'root'
  const isHelperSetuid = helperUid === 0 && (helperMode & 0o4000) !== 0
  return namespaces || isHelperSetuid ? 'sandboxed' : 'no-namespaces'
}

/** @param {string} name below /proc/sys @returns {string} its value, '' where this kernel has none */
function kernelSetting(name) {
  const file = path.join('/proc/sys', name)
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : ''
}

function usersMayCreateNamespaces() {
  return (
    kernelSetting('kernel/apparmor_restrict_unprivileged_userns') !== '1' &&
    kernelSetting('kernel/unprivileged_userns_clone') !== '0' &&
    kernelSetting('user/max_user_namespaces') !== '0'
  )
}

/** @param {string} exe the Electron program @returns {SandboxState} */
function currentSandboxState(exe) {
  const helper = fs.statSync(path.join(path.dirname(exe), 'chrome-sandbox'), { throwIfNoEntry: false })
  return sandboxState({
    platform: process.platform,
    uid: process.getuid?.() ?? -1,
    helperMode: helper?.mode ?? 0,
    helperUid: helper?.uid ?? -1,
    namespaces: process.platform !== 'linux' || usersMayCreateNamespaces(),
  })
}

/**
 * @param {string} exe the Electron program
 * @returns {{ flags: string[], notice: string | null }} `notice`: what the person should know, in one line
 */
export function electronFlags(exe) {
  const state = currentSandboxState(exe)
  if (state === 'sandboxed') return { flags: [], notice: null }
  const helper = path.join(path.dirname(exe), 'chrome-sandbox')
  const notice =
    state === 'root'
      ? "Running as root: Electron starts without Chromium's sandbox (--no-sandbox)."
      : `This system forbids user namespaces: Electron starts without Chromium's sandbox (--no-sandbox). To have it: sudo chown root '${helper}' && sudo chmod 4755 '${helper}'`
  return { flags: ['--no-sandbox'], notice }
}
