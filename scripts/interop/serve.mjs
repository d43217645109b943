// The real server on the handlers of this folder.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../setup/run.mjs'

const STARTS_WITHIN = 180_000
const STOPS_WITHIN = 15_000

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} where it listens */
function listening(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server did not listen in time')), STARTS_WITHIN)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`the server ended with ${code}`))
    })
    if (!child.stdout) return
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer)
      resolve(JSON.parse(line).url)
    })
  })
}

/** @param {string} folder for the copy of the handlers that is served: their folder is written to */
export async function startServer(folder) {
  const served = path.join(folder, 'served')
  fs.cpSync(path.join(import.meta.dirname, 'served'), served, { recursive: true })
  const program = path.join(root, 'scripts', 'soundcheck.mjs')
  const args = [program, 'serve', path.join(served, 'handlers'), '--port', '0', '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGINT')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN)
    await exited
    clearTimeout(timer)
  }
  try {
    return { url: await listening(child), stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}
