import type { ForkEvent, ForkRequest } from '../../contract/engine'
import type { ForkEvents, ForkProcess } from './hosts/fork-process'

/**
 * For who cannot start a process, or had better not: the shell does it for the engine, since a thread of Electron's main process
 * cannot, and the engine for its session threads, since what is started is to be waited for also when such a thread has ended.
 */
export interface ShellFork {
  readonly fork: ForkProcess
  /** What that other thread says of a process that was asked for. */
  take(event: ForkEvent): void
}

export function createShellFork(post: (request: ForkRequest) => void): ShellFork {
  const waiting = new Map<number, ForkEvents>()
  let lastId = 0
  return {
    fork({ argument, heapLimitMb }, on) {
      lastId += 1
      waiting.set(lastId, on)
      post({ type: 'fork', id: lastId, argument, heapLimitMb })
    },
    take(event) {
      const on = waiting.get(event.id)
      if (event.type === 'fork-output') on?.output(event.stream, event.text)
      else {
        waiting.delete(event.id)
        if (event.type === 'fork-failed') on?.failed(event.error)
        else on?.exited(event.code, event.signal)
      }
    },
  }
}
