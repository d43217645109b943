import { Worker } from 'node:worker_threads'
import {
  fromWireError,
  messageOf,
  type Reply,
  SoundcheckError,
  toWireError,
  type WireError,
} from '../../../contract/errors'
import type { SessionHead } from './session-head'
import type { FromStore, StoreQuestion, StoreStart, ToStore } from './store/messages'
import { createServedStore } from './store/served-store'

/** One side of the way to the store. */
interface Transport {
  post(message: ToStore, transfer: readonly ArrayBuffer[]): void
  /** Resolves when all that was posted is done, or after a while. */
  close(): Promise<void>
}

export interface StoreLinkOptions {
  readonly start: StoreStart
  /** The compiled program of the store's thread; left out = it works in this thread. */
  readonly script?: string | undefined
  readonly on: {
    taken(message: Extract<FromStore, { type: 'taken' }>): void
    failed(sessionId: string | null, error: SoundcheckError): void
    pruned(sessionIds: readonly string[]): void
  }
}

/** For the last rows to be written when the engine stops, ms. */
const CLOSE_LIMIT = 5000
/** Between two looks whether questions wait, ms. */
const LOOK_INTERVAL = 5

function workInThisThread(start: StoreStart, take: (message: FromStore) => void): Transport {
  const give = createServedStore(start, take)
  return {
    post: (message) => give(message),
    close: async () => give({ type: 'stop' }),
  }
}

/** `died` is called when it ends, or does not even start, without having been asked to. */
function workInThread(
  script: string,
  start: StoreStart,
  take: (message: FromStore) => void,
  died: (why: string) => void,
): Transport {
  const worker = new Worker(script, { workerData: start, name: 'journal' })
  let isClosing = false
  let why = 'it ended by itself'
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve()
      if (!isClosing) died(why)
    })
  })
  worker.on('message', take)
  worker.on('error', (thrown) => {
    why = messageOf(thrown)
  })
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    async close() {
      isClosing = true
      worker.postMessage({ type: 'stop' } satisfies ToStore)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_LIMIT)
      })
      await Promise.race([gone, late])
      clearTimeout(timer)
      await worker.terminate()
    },
  }
}

/** The store of all journals, wherever it works. */
export function createStoreLink({ start: first, script, on }: StoreLinkOptions) {
  /** What a store that takes the place of this one begins with. */
  let start = first
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  /** The sessions whose rows still come. */
  const live = new Map<string, SessionHead>()
  let lastId = 0
  let isClosed = false
  let closing: Promise<void> | undefined
  let transport =
    script === undefined ? workInThisThread(start, take) : workInThread(script, start, take, died)

  /** What was under way is lost; what comes is kept again, at the price of this thread's time. */
  function died(why: string): void {
    const error = new SoundcheckError('unavailable', `the journal's thread has ended: ${why}`, {
      hint: 'Some rows may be missing. It goes on in the thread of the engine; start Soundcheck again when you can.',
    })
    transport = workInThisThread(start, take)
    for (const head of live.values()) transport.post({ type: 'open', head }, [])
    settleAll(toWireError(error))
    on.failed(null, error)
  }

  function settleAll(error: WireError): void {
    for (const settle of waiting.values()) settle({ ok: false, error })
    waiting.clear()
  }

  function take(message: FromStore): void {
    if (message.type === 'taken') on.taken(message)
    else if (message.type === 'failed') on.failed(message.sessionId, fromWireError(message.error))
    else if (message.type === 'pruned') on.pruned(message.sessionIds)
    else if (message.type === 'answer') {
      waiting.get(message.id)?.(message.reply)
      waiting.delete(message.id)
    }
  }

  /** Who was told of the last rows asks for them, and for more when it has the first: nobody is cut off. */
  async function answered(): Promise<void> {
    const end = performance.now() + CLOSE_LIMIT
    do await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL))
    while (waiting.size > 0 && performance.now() < end)
  }

  async function close(): Promise<void> {
    await answered()
    isClosed = true
    await transport.close()
    settleAll({ code: 'closed', message: 'the journal is closed' })
  }

  return {
    tell(message: Exclude<ToStore, { type: 'ask' | 'stop' }>, transfer: readonly ArrayBuffer[] = []): void {
      if (message.type === 'open') live.set(message.head.sessionId, message.head)
      else if (message.type === 'end') live.delete(message.sessionId)
      else if (message.type === 'limits') start = { ...start, limits: message.limits }
      if (!isClosed) transport.post(message, transfer)
    },
    ask<R>(question: StoreQuestion): Promise<R> {
      if (isClosed) return Promise.reject(new SoundcheckError('closed', 'the journal is closed'))
      return new Promise((resolve, reject) => {
        lastId += 1
        waiting.set(lastId, (reply) =>
          reply.ok ? resolve(reply.value as R) : reject(fromWireError(reply.error)),
        )
        transport.post({ type: 'ask', id: lastId, question }, [])
      })
    },
    /** What was told is kept before it resolves, if the disk is not too slow. Idempotent. */
    close(): Promise<void> {
      closing ??= close()
      return closing
    },
  }
}

export type StoreLink = ReturnType<typeof createStoreLink>
