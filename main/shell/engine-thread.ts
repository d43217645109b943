import { Worker } from 'node:worker_threads'
import type { EngineOptions, ForkEvent, ForkRequest, FromEngine, ToEngine } from '../../contract/engine'
import type { Reply } from '../../contract/errors'
import type { EngineRequestName, EventName, Events } from '../../contract/ipc'

export interface EngineThreadOptions {
  readonly script: string
  readonly engine: EngineOptions
  readonly onEvent: <N extends EventName>(name: N, payload: Events[N]) => void
  /** The user folder is open. */
  readonly onReady: () => void
  /** It wants a process; `answer` tells this thread, and no other, how that fares. */
  readonly onFork: (request: ForkRequest, answer: (event: ForkEvent) => void) => void
}

/** How it ended: what was thrown, if that is known. */
export interface ThreadEnd {
  readonly message: string
  readonly stack: string | null
  readonly exitCode: number
}

/** One engine thread, from its start to its end. */
export interface EngineThread {
  /** Resolves to the engine's reply; that it ended is a reply too. */
  request(name: EngineRequestName, params: unknown): Promise<Reply<unknown>>
  /** Asks it to stop as it should; it says so by ending. */
  askToStop(): void
  readonly ended: Promise<ThreadEnd>
}

export const engineIsGone: Reply<never> = {
  ok: false,
  error: {
    code: 'unavailable',
    message: 'The engine is not running.',
    hint: 'Wait until it is started again, or start it anew.',
  },
}

export function startEngineThread(options: EngineThreadOptions): EngineThread {
  const worker = new Worker(options.script, { workerData: options.engine, name: 'engine' })
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  let nextId = 1
  let isGone = false
  let thrown: Error | undefined

  const post = (message: ToEngine): void => worker.postMessage(message)

  worker.on('message', (message: FromEngine) => {
    switch (message.type) {
      case 'event':
        return options.onEvent(message.name, message.payload)
      case 'ready':
        return options.onReady()
      case 'fork':
        return options.onFork(message, post)
      case 'reply':
        waiting.get(message.id)?.(message.reply)
        waiting.delete(message.id)
    }
  })
  worker.on('error', (error) => {
    thrown = error instanceof Error ? error : new Error(String(error))
  })
  const ended = new Promise<ThreadEnd>((resolve) => {
    worker.on('exit', (exitCode) => {
      isGone = true
      for (const settle of waiting.values()) settle(engineIsGone)
      waiting.clear()
      const message = thrown?.message ?? `the engine thread ended with code ${exitCode}`
      resolve({ message, stack: thrown?.stack ?? null, exitCode })
    })
  })

  return {
    ended,
    request(name, params) {
      if (isGone) return Promise.resolve(engineIsGone)
      return new Promise((resolve) => {
        const id = nextId
        nextId += 1
        waiting.set(id, resolve)
        post({ type: 'request', id, name, params: params as never })
      })
    },
    askToStop: () => post({ type: 'stop' }),
  }
}
