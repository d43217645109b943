// Running programs from the scripts. Only `node:*` here: these files run before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { interruptionCode, passSignalsOn, trackChild } from './signals.mjs'

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, '../..')

/** A reason to stop that the person can do something about: shown without a stack. */
export class SetupProblem extends Error {
  /** @param {string} message @param {string} [hint] what to do about it */
  constructor(message, hint) {
    super(message)
    this.name = 'SetupProblem'
    this.hint = hint
  }
}

/** @param {string} text one plain line for the person, on stderr */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** @param {unknown} thrown @returns {string} what to show of it */
export function explain(thrown) {
  if (!(thrown instanceof Error)) return String(thrown)
  if (!(thrown instanceof SetupProblem)) return thrown.stack ?? thrown.message
  return thrown.hint ? `${thrown.message}\n${thrown.hint}` : thrown.message
}

/**
 * Runs a script's `work` and ends the process with the exit code it resolves to.
 * @param {() => Promise<number>} work
 */
export async function main(work) {
  passSignalsOn()
  try {
    const code = await work()
    process.exitCode = interruptionCode() ?? code
  } catch (thrown) {
    say(`\n${explain(thrown)}`)
    process.exitCode = interruptionCode() ?? 1
  }
}

/**
 * The arguments that a person gave to a script: `npm start -- --x` and `node scripts/start.mjs -- --x` mean the same.
 * @param {readonly string[]} argv as in `process.argv`
 */
export function scriptArguments(argv) {
  const given = argv.slice(2)
  return given[0] === '--' ? given.slice(1) : given
}

/**
 * The exit code of a process as a shell tells it.
 * @param {number | null} code @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal ? os.constants.signals[signal] : 0)
}

/** @typedef {import('node:child_process').SpawnOptions} SpawnOptions */

/**
 * @param {string} command @param {readonly string[]} args @param {SpawnOptions} options
 * @param {(child: import('node:child_process').ChildProcess) => void} [started]
 * @returns {Promise<number>} its exit code
 */
function spawned(command, args, options, started) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, ...options })
    trackChild(child, options.detached ?? false)
    started?.(child)
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(exitCodeOf(code, signal)))
  })
}

/**
 * Runs a program with this terminal as its own; resolves to its exit code.
 * @param {string} command @param {readonly string[]} args @param {SpawnOptions} [options]
 */
export async function run(command, args, options = {}) {
  return await spawned(command, args, { stdio: 'inherit', ...options })
}

/**
 * Runs a program and keeps what it printed, stdout and stderr in the order they came.
 * @param {string} command @param {readonly string[]} args @param {SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function capture(command, args, options = {}) {
  /** @type {Buffer[]} */
  const chunks = []
  const code = await spawned(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }, (child) => {
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
  })
  return { code, output: Buffer.concat(chunks).toString('utf8') }
}

/** @param {string} command @param {readonly string[]} args its stdout, or '' when it cannot be run */
export function stdoutOf(command, args) {
  return spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).stdout ?? ''
}

/** @param {string} command whether it is somewhere on the PATH */
export function isOnPath(command) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  const names = process.platform === 'win32' ? [command, `${command}.exe`, `${command}.cmd`] : [command]
  return folders.some((folder) => names.some((name) => fs.existsSync(path.join(folder, name))))
}

/**
 * The JavaScript file behind a command of an installed package: started with this Node, no shell and no `.cmd` needed.
 * @param {string} packageName @param {string} [command] where the package has several
 */
export function packageCommand(packageName, command = packageName) {
  const folder = path.join(root, 'node_modules', ...packageName.split('/'))
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return path.join(folder, typeof bin === 'string' ? bin : bin[command])
}

/**
 * How to start npm: as the npm that started us, else the one beside this Node, else the one on the PATH.
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(env = process.env, execPath = process.execPath, exists = fs.existsSync) {
  const beside = path.dirname(execPath)
  const scripts = [
    /npm-cli\.[cm]?js$/.test(env.npm_execpath ?? '') ? env.npm_execpath : undefined,
    path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  const script = scripts.find((file) => file !== undefined && exists(file))
  if (script) return { command: execPath, args: [script], shell: false }
  // Since CVE-2024-27980 Node starts a `.cmd` only through a shell.
  return process.platform === 'win32'
    ? { command: 'npm.cmd', args: [], shell: true }
    : { command: 'npm', args: [], shell: false }
}
