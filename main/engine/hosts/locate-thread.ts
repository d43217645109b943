import { type InspectorNotification, type NodeWorker, Session } from 'node:inspector'
import { isMainThread } from 'node:worker_threads'
import type { CompiledFrame } from '../../../contract/host-link'

/** Finding the thread and stopping it takes about 50 ms; one that cannot be stopped never answers. */
const LIMIT = 1000

/** What the inspector of a thread sends, as far as it is of use here. */
interface FromThread {
  readonly method?: string
  readonly params?: {
    readonly scriptId?: string
    readonly url?: string
    readonly callFrames?: readonly {
      readonly location: {
        readonly scriptId: string
        readonly lineNumber: number
        readonly columnNumber?: number
      }
    }[]
  }
}

/** Node names a worker's session by the number of sessions so far; only its title has the thread's id. */
function threadIdOf({ workerInfo }: NodeWorker.AttachedToWorkerEventDataType): number {
  return Number(/^\[worker (\d+)\]/.exec(workerInfo.title)?.[1] ?? Number.NaN)
}

/** One look at one thread, by the inspector of the main thread, which can reach all others. */
class Look {
  readonly #session = new Session()
  readonly #threadId: number
  readonly #told: (frames: readonly CompiledFrame[] | null) => void
  readonly #urls = new Map<string, string>()
  #sessionId: string | null = null
  #lastRequest = 0
  #over = false

  constructor(threadId: number, told: (frames: readonly CompiledFrame[] | null) => void) {
    this.#threadId = threadId
    this.#told = told
  }

  begin(): void {
    if (isMainThread) this.#session.connect()
    else this.#session.connectToMainThread()
    this.#session.on('NodeWorker.attachedToWorker', ({ params }) => this.#attached(params))
    this.#session.on('NodeWorker.receivedMessageFromWorker', (received) => this.#received(received))
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, (failed) => {
      if (failed) this.end(null)
    })
  }

  /**
   * Lets the thread go. `Debugger.disable` does that whatever came before it, also where the thread gets to read it much
   * later; a session that is merely cut off would leave it stopped for ever, and deaf even to `terminate`.
   */
  end(frames: readonly CompiledFrame[] | null): void {
    if (this.#over) return
    this.#over = true
    if (this.#sessionId !== null) this.#ask('Debugger.disable')
    // Not from inside of its own notification: under the main thread's own inspector that would be a crash.
    setImmediate(() => {
      this.#session.disconnect()
      this.#told(frames)
    })
  }

  #attached(params: NodeWorker.AttachedToWorkerEventDataType): void {
    if (threadIdOf(params) !== this.#threadId || this.#over) return
    this.#sessionId = params.sessionId
    this.#ask('Debugger.enable')
    this.#ask('Debugger.pause')
  }

  #ask(method: string): void {
    const message = JSON.stringify({ id: ++this.#lastRequest, method })
    this.#session.post('NodeWorker.sendMessageToWorker', { sessionId: this.#sessionId ?? '', message })
  }

  #received({ params }: InspectorNotification<NodeWorker.ReceivedMessageFromWorkerEventDataType>): void {
    if (params.sessionId !== this.#sessionId || this.#over) return
    const { method, params: told } = JSON.parse(params.message) as FromThread
    if (method === 'Debugger.scriptParsed') this.#urls.set(told?.scriptId ?? '', told?.url ?? '')
    else if (method === 'Debugger.paused') this.end(this.#framesOf(told))
  }

  #framesOf(told: FromThread['params']): readonly CompiledFrame[] {
    return (told?.callFrames ?? []).map(({ location }) => ({
      file: this.#urls.get(location.scriptId) ?? '',
      line: location.lineNumber,
      column: location.columnNumber ?? 0,
    }))
  }
}

function look(threadId: number, signal: AbortSignal | undefined): Promise<readonly CompiledFrame[] | null> {
  return new Promise((resolve, reject) => {
    const end = () => once.end(null)
    const timer = setTimeout(end, LIMIT)
    const once = new Look(threadId, (frames) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve(frames)
    })
    try {
      once.begin()
      signal?.addEventListener('abort', end)
    } catch (thrown) {
      clearTimeout(timer)
      reject(thrown)
    }
  })
}

/** Looks come one after the other: each attaches to every thread of the process. */
let latest: Promise<unknown> = Promise.resolve()

/**
 * Where the worker thread with this id is just now, in compiled code, innermost frame first: it is stopped for some milliseconds
 * and runs on. Null when it cannot be stopped, because it is in native code or gone, and once `signal` is aborted: a thread
 * must be let go before it may be terminated.
 *
 * @throws where this Node has no inspector.
 */
export function locateThread(
  threadId: number,
  signal?: AbortSignal,
): Promise<readonly CompiledFrame[] | null> {
  const mine = latest.then(() => (signal?.aborted ? null : look(threadId, signal)))
  latest = mine.catch(() => undefined)
  return mine
}
