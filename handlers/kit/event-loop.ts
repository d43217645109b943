import { waitInKit } from './host-binding'

/** Something that was started on an {@link EventLoop} and can be called off; calling it off twice is harmless. */
export interface Cancellable {
  cancel(): void
}

/** Work in the background. */
export interface Task extends Cancellable {
  /** Resolves when the work ended or was cancelled; never rejects: an error is reported instead. */
  readonly done: Promise<void>
}

/**
 * An instance's own event loop, `this.loop`: what is started here belongs to the session. At its end timers are cleared
 * and tasks cancelled; an error in any of them reaches the author as a fault instead of being lost. Source: the
 * `asyncio` loop that FastRTC gives a handler.
 */
export class EventLoop {
  readonly #time: () => number
  readonly #report: (thrown: unknown) => void
  readonly #running = new Set<Cancellable>()
  #closed = false

  /**
   * @param time the session's clock, ms.
   * @param report told of every error in a timer or task.
   */
  constructor(time: () => number, report: (thrown: unknown) => void) {
    this.#time = time
    this.#report = report
  }

  /** Milliseconds on the session's clock, with fractions; it never goes back. */
  time(): number {
    return this.#time()
  }

  /** Calls `fn` once in `ms` milliseconds, unless it is cancelled or the session ends before. */
  callLater(ms: number, fn: () => void | Promise<void>): Cancellable {
    let timer: NodeJS.Timeout | undefined
    let endWait = (): void => undefined
    const fire = (): void => {
      endWait()
      this.#running.delete(handle)
      this.createTask(async () => fn())
    }
    const begin = (): Promise<void> =>
      new Promise((resolve) => {
        endWait = resolve
        timer = setTimeout(fire, ms)
      })
    // Who waits for a timer that was called off waits for ever, and that is not their fault.
    void waitInKit(begin)
    const handle = { cancel: () => this.#stop(handle, () => clearTimeout(timer)) }
    this.#start(handle)
    return handle
  }

  /**
   * Looks after work in the background. A bare promise cannot be stopped from outside: cancelled, its outcome is
   * ignored. Given a function, it is called with a signal that is aborted on cancellation.
   */
  createTask(work: Promise<unknown> | ((signal: AbortSignal) => Promise<unknown>)): Task {
    const abort = new AbortController()
    const outcome = typeof work === 'function' ? startWork(() => work(abort.signal)) : work
    let resolveDone = (): void => undefined
    const done = new Promise<void>((resolve) => {
      resolveDone = resolve
    })
    const end = (): void => {
      this.#running.delete(task)
      resolveDone()
    }
    const task: Task = {
      done,
      cancel: () => {
        abort.abort()
        end()
      },
    }
    this.#start(task)
    outcome.then(end, (thrown: unknown) => {
      if (!abort.signal.aborted) this.#report(thrown)
      end()
    })
    return task
  }

  /** Cancels all that was started; what is started later is cancelled at once. Only the host calls this. */
  close(): void {
    this.#closed = true
    for (const handle of [...this.#running]) handle.cancel()
  }

  #start(handle: Cancellable): void {
    if (this.#closed) handle.cancel()
    else this.#running.add(handle)
  }

  #stop(handle: Cancellable, stop: () => void): void {
    this.#running.delete(handle)
    stop()
  }
}

/** A function that throws before its first `await` is a failed task, not a throw into the author's method. */
async function startWork(work: () => Promise<unknown>): Promise<unknown> {
  return work()
}
