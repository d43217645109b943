import { Console } from 'node:console'
import { createOutput, type Output } from './output'

/** The output of this process. */
export function createCommandOutput(json: boolean): Output {
  return createOutput({ json, stdout: process.stdout, stderr: process.stderr, env: process.env })
}

/** The same for a command that runs code of others in this process: what that logs is no result, and goes to stderr. */
export function createHandlerOutput(json: boolean): Output {
  globalThis.console = new Console(process.stderr, process.stderr)
  return createCommandOutput(json)
}
