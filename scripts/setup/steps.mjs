// Steps with a heading, a duration and a verdict: what a person sees of a check or a test run.
import { capture, run } from './run.mjs'

/**
 * @typedef {{ name: string, command: string, args: readonly string[], env?: NodeJS.ProcessEnv }} Step
 * @typedef {{ name: string, code: number, duration: number }} Outcome
 */

/** @param {number} ms */
export function inSeconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}

/** @param {Outcome} outcome */
function verdict({ name, code, duration }) {
  return `${code === 0 ? '✓' : '✗'} ${name} (${inSeconds(duration)})\n`
}

/** @param {Step} step shows what it prints as it comes @returns {Promise<Outcome>} */
export async function runStep(step) {
  process.stdout.write(`\n── ${step.name}\n`)
  const started = performance.now()
  const code = await run(step.command, step.args, { env: step.env ?? process.env })
  const outcome = { name: step.name, code, duration: performance.now() - started }
  process.stdout.write(verdict(outcome))
  return outcome
}

/** @param {Step} step shows what it printed only if it failed @returns {Promise<Outcome>} */
async function runQuietly(step) {
  const started = performance.now()
  const { code, output } = await capture(step.command, step.args, { env: step.env ?? process.env })
  const outcome = { name: step.name, code, duration: performance.now() - started }
  process.stdout.write(code === 0 ? verdict(outcome) : `${output.trimEnd()}\n${verdict(outcome)}`)
  return outcome
}

/**
 * Runs steps that do not need each other, `width` at a time; all of them, also when one fails.
 * @param {readonly Step[]} steps @param {number} width @returns {Promise<Outcome[]>} in the order of `steps`
 */
export async function runSideBySide(steps, width) {
  /** @type {Outcome[]} */
  const outcomes = []
  const waiting = steps.entries()
  const worker = async () => {
    for (const [at, step] of waiting) outcomes[at] = await runQuietly(step)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return outcomes
}
