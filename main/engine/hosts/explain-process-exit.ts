import type { WireError } from '../../../contract/errors'
import type { ExplainedExit } from './explain-exit'

export interface UnexpectedProcessExit {
  /** null = it was ended by a signal, or nobody knows. */
  readonly code: number | null
  readonly signal: string | null
  /** With which `process.exit` was called, if it was. */
  readonly exiting: number | null
  /** Whether V8 has written that its heap is full. */
  readonly ranOutOfMemory: boolean
  /** Whether the host program had started, so that only the handler can be at fault. */
  readonly booted: boolean
  /** Why it was never heard of, if that is known. */
  readonly failure: WireError | null
  readonly heapLimitMb: number
}

const nativeHint =
  'Look at what you hand to native add-ons: sizes, types, and objects that were released already. A newer version of the add-on may help.'

/** Signals by which a process ends itself, in words. */
const crashes: { readonly [signal: string]: string } = {
  SIGSEGV: 'it used memory that is not its own',
  SIGBUS: 'it used memory that is not there',
  SIGABRT: 'it called abort',
  SIGTRAP: 'it met a state that it takes for impossible',
  SIGILL: 'it ran an instruction that this processor does not have',
  SIGFPE: 'it divided by zero',
}

/** What Windows ends a process with that crashed: NTSTATUS codes of severity "error". */
const FIRST_NT_ERROR = 0xc0000000

function howItEnded({ code, signal }: UnexpectedProcessExit): string {
  if (signal !== null) return `it was ended by ${signal}`
  return code === null ? 'it ended' : `it ended with exit code ${code}`
}

function crash(message: string): ExplainedExit {
  return { cause: 'native', error: { code: 'handler', message, hint: nativeHint } }
}

/** What to tell a person about a process that ended though nobody asked it to. */
export function explainProcessExit(exit: UnexpectedProcessExit): ExplainedExit {
  const { code, signal, exiting, heapLimitMb } = exit
  if (exit.ranOutOfMemory) {
    const message = `The handler used more than ${heapLimitMb} MB of memory, so its process ended.`
    const hint =
      'Look for a list, a map or a buffer that grows with every frame. The limit can be raised: "Handler limits" beside the handler.'
    return { cause: 'memory', error: { code: 'limit', message, hint } }
  }
  if (!exit.booted) {
    const message = `A handler process could not start: ${exit.failure?.message ?? howItEnded(exit)}`
    const hint = exit.failure?.hint ?? 'Restart the handler; if it fails again, restart Soundcheck.'
    return { cause: 'unstarted', error: { code: 'unavailable', message, hint } }
  }
  if (exiting !== null) {
    const message = `The handler ended its own process: process.exit(${exiting}) was called.`
    const hint = 'Return CloseStream from emit to end a session; never call process.exit in a handler.'
    return { cause: 'exited', error: { code: 'handler', message, hint } }
  }
  const reason = signal === null ? undefined : crashes[signal]
  if (reason) return crash(`The handler's process crashed in native code: ${reason} (${signal}).`)
  if (code !== null && code >= FIRST_NT_ERROR) {
    return crash(`The handler's process crashed in native code (0x${code.toString(16)}).`)
  }
  if (signal !== null || code === null) {
    const message = `The handler's process was ended from outside${signal ? ` (${signal})` : ''}.`
    const hint =
      'The system does that when memory is short; or somebody ended it by hand. Restart the handler.'
    return { cause: 'crashed', error: { code: 'handler', message, hint } }
  }
  const message = `The handler's process ended by itself with exit code ${code}.`
  const hint = 'Look for code that ends the process: a native add-on, or process.reallyExit.'
  return { cause: 'exited', error: { code: 'handler', message, hint } }
}
