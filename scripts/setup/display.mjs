// A virtual screen (Xvfb) where Linux has none.
import { spawn } from 'node:child_process'
import { SetupProblem, say } from './run.mjs'

const SCREEN = '1600x1000x24'
const START_LIMIT = 10_000

/** @param {NodeJS.ProcessEnv} [env] @param {NodeJS.Platform} [platform] */
export function needsVirtualDisplay(env = process.env, platform = process.platform) {
  return platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>} the number of the free display that the server picked and wrote on its descriptor 3
 */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let text = ''
    let complaint = ''
    const timer = setTimeout(
      () => reject(new SetupProblem('Xvfb did not start in 10 s.', complaint)),
      START_LIMIT,
    )
    server.stderr?.on('data', (chunk) => {
      complaint += chunk
    })
    server.stdio[3]?.on('data', (/** @type {Buffer} */ chunk) => {
      text += chunk
      if (!text.includes('\n')) return
      clearTimeout(timer)
      resolve(text.trim())
    })
    server.on('error', reject)
    server.on('exit', (code) => {
      clearTimeout(timer)
      reject(new SetupProblem(`Xvfb ended at once with code ${code}.`, complaint.trim()))
    })
  })
}

/** @param {import('node:child_process').ChildProcess} server it must not keep this script from ending */
function letGo(server) {
  server.unref()
  for (const stream of server.stdio)
    if (stream && 'unref' in stream) /** @type {import('node:net').Socket} */ (stream).unref()
}

/**
 * Opens a display where there is none. Who opens it closes it.
 * @returns {Promise<{ env: { DISPLAY?: string }, flags: string[], close: () => void }>} what programs on it need: `env`,
 * and `flags` for Electron: there is no graphics card, nor the desktop services that it would complain about
 */
export async function openDisplay() {
  if (!needsVirtualDisplay()) return { env: {}, flags: [], close: () => undefined }
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // In a process group of its own: Ctrl-C must not take the screen from an app that is still closing.
    detached: true,
  })
  const close = () => void server.kill()
  process.on('exit', close)
  const display = `:${await displayNumber(server)}`
  letGo(server)
  say(`There is no display: using a virtual one of ${SCREEN} (Xvfb ${display}).`)
  return { env: { DISPLAY: display }, flags: ['--disable-gpu', '--log-level=3'], close }
}
