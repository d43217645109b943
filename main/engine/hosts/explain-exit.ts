import { messageOf, type WireError } from '../../../contract/errors'
import type { ExitCause } from './handler-host'

export interface UnexpectedExit {
  readonly exitCode: number
  /** What was thrown in the thread, or null when it ended without an error. */
  readonly thrown: unknown
  /** Whether the host program had started, so that only the handler can be at fault. */
  readonly booted: boolean
  readonly heapLimitMb: number
}

export interface ExplainedExit {
  readonly cause: ExitCause
  readonly error: WireError
}

function isOutOfMemory(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

/** What to tell a person about a thread that ended though nobody asked it to. */
export function explainExit({ exitCode, thrown, booted, heapLimitMb }: UnexpectedExit): ExplainedExit {
  const stack = thrown instanceof Error && thrown.stack ? { stack: thrown.stack } : {}
  if (isOutOfMemory(thrown)) {
    const message = `The handler used more than ${heapLimitMb} MB of memory, so its thread was ended.`
    const hint = 'Look for a list, a map or a buffer that grows with every frame.'
    return { cause: 'memory', error: { code: 'limit', message, hint } }
  }
  if (!booted) {
    const why = thrown === null ? `it ended with exit code ${exitCode}` : messageOf(thrown)
    const message = `A handler thread could not start: ${why}`
    return { cause: 'unstarted', error: { code: 'unavailable', message, ...stack } }
  }
  if (thrown !== null) {
    const message = `The handler crashed its thread: ${messageOf(thrown)}`
    return { cause: 'crashed', error: { code: 'handler', message, ...stack } }
  }
  const message = `The handler ended its own thread: process.exit(${exitCode}) was called.`
  const hint = 'Return CloseStream from emit to end a session; never call process.exit in a handler.'
  return { cause: 'exited', error: { code: 'handler', message, hint } }
}
