import type v8 from 'node:v8'
import { SoundcheckError } from '../../contract/errors'
import type { HostKind } from '../../contract/host-link'

/** What a handler's code must not do to the thread it runs in, or to the program around it. */
export interface Guarded {
  readonly process: {
    dlopen: NodeJS.Process['dlopen']
    exit(code?: number | string | null): never
    readonly pid: number
    readonly ppid: number
    kill(pid: number, signal?: string | number): true
    on(event: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void): unknown
  }
  readonly v8: Pick<typeof v8, 'setFlagsFromString' | 'setHeapSnapshotNearHeapLimit'>
  readonly inspector: { readonly Session: { readonly prototype: { connectToMainThread(): void } } }
}

export interface GuardEvents {
  fault(thrown: unknown): void
  /** A native add-on was refused; what asked for it may do without, or fail next. */
  nativeRefused(file: string): void
}

const endStreamHint = 'Emit a CloseStream to end the stream.'

/**
 * Keeps a thread's code from taking the whole program down by mistake: refuses native add-ons (ending a thread inside one
 * aborts the program), signals to the program itself, and what sets the engine of all threads. Node itself refuses
 * `process.abort`, `chdir` and `umask` in threads. It is no wall against code that means harm.
 */
export function guardThread({ process, v8, inspector }: Guarded, on: GuardEvents): void {
  refuseNative(process, on.nativeRefused)
  refuseSignals(process)
  const refuse = (what: string) => () => {
    throw new SoundcheckError('handler', `${what} would change Soundcheck itself, not only the handler`, {
      hint: "Say export const isolation = 'process' in the handler file if it has to.",
    })
  }
  v8.setFlagsFromString = refuse('v8.setFlagsFromString()')
  v8.setHeapSnapshotNearHeapLimit = refuse('v8.setHeapSnapshotNearHeapLimit()')
  inspector.Session.prototype.connectToMainThread = refuse('inspector.Session.connectToMainThread()')
  reportFaults(process, 'thread', on.fault)
}

/** Tells of `process.exit` before it ends the host, and of errors that nobody caught, which then do not end it. */
function reportFaults(
  process: Pick<Guarded['process'], 'exit' | 'on'>,
  kind: HostKind,
  onFault: (thrown: unknown) => void,
  onExit: (code: number | string | null | undefined) => void = () => undefined,
): void {
  const exit = process.exit.bind(process)
  process.exit = (code) => {
    const message = `The handler called process.exit(${code ?? ''}), which ends its ${kind}`
    onFault(new SoundcheckError('handler', message, { hint: endStreamHint }))
    onExit(code)
    return exit(code)
  }
  process.on('uncaughtException', onFault)
  process.on('unhandledRejection', onFault)
}

function refuseNative(process: Guarded['process'], tell: GuardEvents['nativeRefused']): void {
  process.dlopen = (_module, file) => {
    tell(file)
    throw new SoundcheckError('unavailable', `Native add-ons cannot run in a handler thread (${file})`, {
      hint: "Say export const isolation = 'process' in the handler file, or leave it 'auto': then it is moved to a process by itself.",
    })
  }
}

function refuseSignals(process: Guarded['process']): void {
  const kill = process.kill.bind(process)
  process.kill = (pid, signal) => {
    const target = Number(pid)
    // Signal 0 only asks whether the process is there.
    const isOthers = target > 0 && target !== process.pid && target !== process.ppid
    if (isOthers || signal === 0) return kill(pid, signal)
    throw new SoundcheckError('handler', `process.kill(${pid}) would end Soundcheck itself`, {
      hint: endStreamHint,
    })
  }
}

export interface OwnProcessEvents {
  fault(thrown: unknown): void
  /** `process.exit` was called; the process ends when this returns. */
  exiting(code: number): void
}

/**
 * The same for a process that is the handler's own: it may load what it likes and only hurts itself, but the engine hears
 * of its end before it comes. Signals that a terminal sends to all of a program's processes are left to the engine.
 */
export function guardOwnProcess(target: NodeJS.Process, on: OwnProcessEvents): void {
  refuseSignals(target)
  reportFaults(target, 'process', on.fault, (code) => on.exiting(Number(code ?? target.exitCode ?? 0)))
  for (const signal of ['SIGINT', 'SIGHUP'] as const) target.on(signal, () => undefined)
}
