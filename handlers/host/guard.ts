import { SoundcheckError } from '../../contract/errors'

/** What a handler's code must not do to the thread it runs in. */
export interface Guarded {
  dlopen: NodeJS.Process['dlopen']
  exit(code?: number | string | null): never
  readonly pid: number
  kill(pid: number, signal?: string | number): true
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void): unknown
}

/**
 * Refuses native add-ons (ending a thread inside one aborts the whole program) and signals to the program itself, tells of `process.exit` before it ends
 * the thread, and makes errors that nobody caught faults instead of the end of the thread.
 */
export function guardProcess(target: Guarded, onFault: (thrown: unknown) => void): void {
  target.dlopen = (_module, file) => {
    throw new SoundcheckError('unavailable', `Native add-ons cannot run in a handler thread (${file})`, {
      hint: 'Use a WebAssembly or JavaScript package instead: handler processes, which could load it, are not there yet.',
    })
  }
  const kill = target.kill.bind(target)
  target.kill = (pid, signal) => {
    if (pid > 0 && pid !== target.pid) return kill(pid, signal)
    throw new SoundcheckError('handler', `process.kill(${pid}) would end Soundcheck itself`, {
      hint: 'Emit a CloseStream to end the stream.',
    })
  }
  const exit = target.exit.bind(target)
  target.exit = (code) => {
    onFault(
      new SoundcheckError(
        'handler',
        `The handler called process.exit(${code ?? ''}), which ends its thread`,
        {
          hint: 'Emit a CloseStream to end the stream.',
        },
      ),
    )
    return exit(code)
  }
  target.on('uncaughtException', onFault)
  target.on('unhandledRejection', onFault)
}
