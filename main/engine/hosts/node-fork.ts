import { spawn } from 'node:child_process'
import { toWireError } from '../../../contract/errors'
import type { ForkProcess } from './fork-process'
import { readPaced } from './paced-text'

/** The last output comes after the exit; but a process of the handler's own may hold the pipes open for ever. */
const LAST_OUTPUT = 200

/** Starts handler processes from plain Node. They end with the pipe to the engine, so nobody needs to hold them. */
export function createNodeFork(script: string): ForkProcess {
  return ({ argument, heapLimitMb }, on) => {
    // Node 20 has the global WebSocket behind a switch only; later versions simply have it.
    const switches = ['--experimental-websocket', `--max-old-space-size=${heapLimitMb}`]
    const child = spawn(process.execPath, [...switches, script, argument], {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    readPaced(child.stdout, (text) => on.output('stdout', text))
    readPaced(child.stderr, (text) => on.output('stderr', text))
    child.on('error', (error) => on.failed(toWireError(error, 'unavailable')))
    child.on('exit', (code, signal) => {
      const told = (): void => {
        clearTimeout(timer)
        child.off('close', told)
        on.exited(code, signal)
      }
      const timer = setTimeout(told, LAST_OUTPUT)
      child.on('close', told)
    })
  }
}
