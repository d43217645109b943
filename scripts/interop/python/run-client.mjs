// The clients that are Python programs: Debian's own Python, for its packages are not in others.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const LONGEST = 60_000

/** @param {string} script @returns {(call: import('../clients.mjs').Call) => Promise<import('../figures.mjs').Figures>} */
export function pythonCall(script) {
  return async ({ url, video, program }) => {
    const file = path.join(import.meta.dirname, script)
    // -B: nothing is written beside the sources.
    const args = ['-B', file, url, video ? 'video' : 'audio']
    const { stdout } = await promisify(execFile)(program, args, { timeout: LONGEST }).catch((thrown) => {
      const last = String(thrown.stderr).trim().split('\n').at(-1)
      throw new Error(thrown.killed ? `it took more than ${LONGEST / 1000} s` : last)
    })
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  }
}
