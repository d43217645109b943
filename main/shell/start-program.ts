import { spawn } from 'node:child_process'

/** Who has not failed until then has done what it was started for, ms. */
const FAILURE_TIME = 1500

/** Starts a program that goes on by itself. Rejects when there is none, or it ends at once with an error. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore', env })
    const timer = setTimeout(resolve, FAILURE_TIME)
    child.once('error', (thrown) => {
      clearTimeout(timer)
      reject(thrown)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      if (code) reject(new Error(`it ended with code ${code}`))
      else resolve()
    })
    child.unref()
  })
}
