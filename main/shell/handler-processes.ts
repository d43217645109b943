import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { type UtilityProcess, utilityProcess } from 'electron'
import type { ForkEvent, ForkRequest } from '../../contract/engine'
import { toWireError } from '../../contract/errors'
import { readPaced } from '../engine/hosts/paced-text'

export interface HandlerProcessesOptions {
  /** The compiled program of handler processes. */
  readonly script: string
}

/** Electron's utility processes, which only the shell can start, for handlers that must not run in a thread. */
export interface HandlerProcesses {
  /** `answer` is told how it fares, until it has ended. */
  fork(request: ForkRequest, answer: (event: ForkEvent) => void): void
  /** They end with the engine's pipe anyhow; this makes sure of it. */
  killAll(): void
}

/** The last output comes after the exit, ms. */
const LAST_OUTPUT = 100

/** Signals by which a process ends itself, or is ended; Electron tells their number as if it were an exit code. */
const deadly = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV', 'SIGTERM'] as const

function howItEnded(code: number): { readonly code: number | null; readonly signal: string | null } {
  if (process.platform === 'win32') return { code, signal: null }
  const signal = deadly.find((name) => constants.signals[name] === code) ?? null
  return { code: signal === null ? code : null, signal }
}

function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: others = '' } = process.env
  // Node 20 has the global WebSocket behind a switch only, and a utility process heeds none in its `execArgv`.
  return { ...process.env, NODE_OPTIONS: `${others} --experimental-websocket`.trim() }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown
  }
}

export function createHandlerProcesses({ script }: HandlerProcessesOptions): HandlerProcesses {
  const living = new Set<UtilityProcess>()

  function start(
    { id, argument, heapLimitMb }: ForkRequest,
    answer: (event: ForkEvent) => void,
  ): UtilityProcess {
    const child = utilityProcess.fork(script, [argument], {
      serviceName: 'Soundcheck handler',
      stdio: ['ignore', 'pipe', 'pipe'],
      execArgv: [`--max-old-space-size=${heapLimitMb}`],
      env: environment(),
    })
    for (const stream of ['stdout', 'stderr'] as const) {
      // Electron's typings know less of it than it is.
      const output = child[stream] as Readable | null
      if (output) readPaced(output, (text) => answer({ type: 'fork-output', id, stream, text }))
    }
    child.on('exit', (code) => {
      living.delete(child)
      setTimeout(() => answer({ type: 'fork-exited', id, ...howItEnded(code) }), LAST_OUTPUT)
    })
    return child
  }

  return {
    fork(request, answer) {
      try {
        living.add(start(request, answer))
      } catch (thrown) {
        answer({ type: 'fork-failed', id: request.id, error: toWireError(thrown, 'unavailable') })
      }
    },
    killAll() {
      for (const child of living) {
        // Its own `kill` asks politely, which one that blocks does not hear.
        if (child.pid === undefined) child.kill()
        else killIfThere(child.pid)
      }
      living.clear()
    },
  }
}
