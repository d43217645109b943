// Everything that must be there before Electron can be started from this folder.
import path from 'node:path'
import { ensureElectron } from '../electron-runtime.mjs'
import { needsVirtualDisplay, openDisplay } from './display.mjs'
import { electronFlags } from './electron-flags.mjs'
import { ensureInstalled } from './install.mjs'
import { ensureLinuxLibraries } from './linux-libraries.mjs'
import { isOnPath, root, SetupProblem, say } from './run.mjs'

/** Where stamps lie that are worth no more than this node_modules. */
export const libraryStamp = path.join(root, 'node_modules', '.cache', 'soundcheck', 'libraries')

/** On Linux espeak-ng is installed with the libraries. */
function ensureSpeech() {
  if (isOnPath('espeak-ng')) return
  const install =
    process.platform === 'darwin' ? 'brew install espeak-ng' : 'winget install eSpeak-NG.eSpeak-NG'
  throw new SetupProblem('The tests make speech with espeak-ng, which is not on the PATH.', `Run: ${install}`)
}

/**
 * Packages, the Electron runtime and what the system must have, without a display.
 * @param {{ needsSpeech?: boolean }} [options] `needsSpeech`: tests make speech with espeak-ng
 * @returns {Promise<{ exe: string, flags: string[] }>} the Electron program and the arguments it needs here
 */
export async function prepareSystem({ needsSpeech = false } = {}) {
  await ensureInstalled()
  const { exe } = await ensureElectron()
  if (process.platform === 'linux')
    await ensureLinuxLibraries({
      exe,
      stampFile: libraryStamp,
      needsXvfb: needsVirtualDisplay(),
      needsSpeech,
    })
  else if (needsSpeech) ensureSpeech()
  const { flags, notice } = electronFlags(exe)
  if (notice) say(notice)
  return { exe, flags }
}

/**
 * Runs `work` with a display. `env` is a whole environment for programs that start Electron, `flags` are for Electron.
 * @template T @param {string} exe the Electron program
 * @param {(env: NodeJS.ProcessEnv, flags: readonly string[]) => Promise<T>} work
 */
export async function withDisplay(exe, work) {
  const display = await openDisplay()
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...display.env, SOUNDCHECK_ELECTRON: exe }
  // Set in terminals that are themselves Electron (VS Code); it would make ours start as plain Node.
  delete env.ELECTRON_RUN_AS_NODE
  try {
    return await work(env, display.flags)
  } finally {
    display.close()
  }
}
