import { Worker } from 'node:worker_threads'
import type { EngineOptions, FromEngine, ToEngine } from '../../contract/engine'
import { fromWireError, type Reply } from '../../contract/errors'
import type { EngineRequestName, EventName, Events } from '../../contract/ipc'

/** The engine closes sessions and threads within their own bounds; this is the bound over all of them, ms. */
const STOP_TIMEOUT = 5000

export interface EngineClientOptions {
  readonly script: string
  readonly engine: EngineOptions
  readonly onEvent: <N extends EventName>(name: N, payload: Events[N]) => void
  /** The thread ended although nobody stopped it. */
  readonly onFailed: (message: string) => void
}

export interface EngineClient {
  /** Resolves to the engine's reply; a dead engine is a reply too. */
  request(name: EngineRequestName, params: unknown): Promise<Reply<unknown>>
  /** Ends the engine cooperatively: quitting while it is inside a codec would abort the process. Idempotent. */
  stop(): Promise<void>
}

const dead: Reply<never> = {
  ok: false,
  error: {
    code: 'unavailable',
    message: 'the engine is not running',
    hint: 'Quit Soundcheck and start it again.',
  },
}

/** The shell's end of the engine thread. */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const worker = new Worker(options.script, { workerData: options.engine, name: 'engine' })
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  let nextId = 1
  let running = true
  let stopping: Promise<void> | undefined
  let failure = ''

  const post = (message: ToEngine): void => worker.postMessage(message)

  worker.on('message', (message: FromEngine) => {
    if (message.type === 'event') options.onEvent(message.name, message.payload)
    if (message.type !== 'reply') return
    waiting.get(message.id)?.(message.reply)
    waiting.delete(message.id)
  })
  worker.on('error', (error) => {
    failure = error.stack ?? error.message
  })
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      running = false
      for (const settle of waiting.values()) settle(dead)
      waiting.clear()
      if (!stopping) options.onFailed(failure || `the engine thread ended with code ${code}`)
      resolve()
    })
  })

  return {
    request(name, params) {
      if (!running) return Promise.resolve(dead)
      return new Promise((resolve) => {
        const id = nextId
        nextId += 1
        waiting.set(id, resolve)
        post({ type: 'request', id, name, params: params as never })
      })
    },
    stop() {
      stopping ??= (async () => {
        if (!running) return
        post({ type: 'stop' })
        const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), STOP_TIMEOUT).unref())
        if ((await Promise.race([exited, late])) === 'late') console.error('the engine did not stop in time')
      })()
      return stopping
    },
  }
}

/** The value of a reply, or its error thrown. */
export function unwrapReply<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw fromWireError(reply.error)
}
