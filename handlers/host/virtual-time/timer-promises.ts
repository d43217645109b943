import type { VirtualTimers } from './virtual-timers'

interface WaitOptions {
  readonly signal?: AbortSignal
}

function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason })
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' })
}

/** The functions of `node:timers/promises` that wait for a time, by virtual timers. */
export function createTimerPromises({ setTimeout, setInterval, clear }: VirtualTimers) {
  function wait<T>(ms?: number, value?: T, { signal }: WaitOptions = {}): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError(signal))
      const onAbort = (): void => {
        clear(timer)
        if (signal) reject(abortError(signal))
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve(value)
      }, ms)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  async function* every<T>(
    ms?: number,
    value?: T,
    { signal }: WaitOptions = {},
  ): AsyncGenerator<T | undefined> {
    let waiting = 0
    let wake = (): void => undefined
    const timer = setInterval(() => {
      waiting += 1
      wake()
    }, ms)
    const onAbort = (): void => wake()
    signal?.addEventListener('abort', onAbort)
    try {
      while (true) {
        if (signal?.aborted) throw abortError(signal)
        if (waiting === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        } else {
          waiting -= 1
          yield value
        }
      }
    } finally {
      clear(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  return {
    setTimeout: wait,
    setInterval: every,
    wait: (ms: number, options?: WaitOptions) => wait(ms, undefined, options),
  }
}
