// Ctrl-C, kill and a closed terminal reach the programs that a script has started, and the script outlives them.
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }
/** npm passes on the very signal that the terminal has already sent to everybody. */
const ECHO = 1000
const GRACE_OF_TOOLS = 3000
const LIMIT = 15_000
const PARENT_WATCH = 500

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @type {Map<ChildProcess, boolean>} each running program, and whether it is out of the terminal's reach */
const children = new Map()
/** @type {{ signal: (typeof SIGNALS)[number], at: number } | null} */
let last = null

/**
 * @param {ChildProcess} child
 * @param {boolean} isDetached in a process group of its own: it gets signals from us alone, so each just once
 */
export function trackChild(child, isDetached) {
  children.set(child, isDetached)
  child.once('close', () => children.delete(child))
  child.once('error', () => children.delete(child))
}

/** @param {NodeJS.Signals} signal @param {boolean} evenAttached */
function sendAll(signal, evenAttached) {
  for (const [child, isDetached] of children) if (isDetached || evenAttached) child.kill(signal)
}

/** @param {(typeof SIGNALS)[number]} signal */
function passOn(signal) {
  const now = Date.now()
  if (last !== null && now - last.at < ECHO) return
  last = { signal, at: now }
  if (children.size === 0) process.exit(interruptionCode() ?? 1)
  sendAll(signal, signal !== 'SIGINT')
  setTimeout(() => sendAll('SIGTERM', true), GRACE_OF_TOOLS).unref()
  setTimeout(() => sendAll('SIGKILL', true), LIMIT).unref()
}

/** npm signals only the shell between us: that one is gone, and we are nobody's child. */
function stopWithoutParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    passOn('SIGTERM')
  }, PARENT_WATCH).unref()
}

/** From now on signals are passed on; the script ends when its programs have. */
export function passSignalsOn() {
  for (const signal of SIGNALS) process.on(signal, () => passOn(signal))
  if (process.env.npm_lifecycle_event) stopWithoutParent()
}

/** @returns {number | null} the exit code that says by which signal this script was asked to stop */
export function interruptionCode() {
  return last === null ? null : 128 + NUMBERS[last.signal]
}
