import { SoundcheckError, type WireError } from '../../contract/errors'
import { type HandlerMethod, handlerMethods, syncWord } from '../../contract/host'
import type { HandlerContext } from '../kit/host-binding'
import type { CallLog } from './call-log'
import type { ContextScope } from './context-scope'
import type { FaultReporter } from './fault-reporter'
import type { Meters } from './meters'
import { RunningCalls } from './running-calls'

/** How a call of an author's method went; a failure was reported already. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError }

/** What is known of a call beside its method. */
export interface CallAbout<T> {
  /** Engine clock, ms, when the frame that it is called with had arrived. */
  readonly arrivedAt?: number
  /** Whether it gave nothing: calls that are made to ask whether there is anything. */
  readonly isIdle?: (value: T) => boolean
}

/** Told of every call of an author's method. */
export interface CallObserver {
  /** @param context is the call's own: code that runs in it belongs to this call. */
  began(method: HandlerMethod, context: HandlerContext): void
  /**
   * The method gave back the thread after `ms`, maybe with a promise of its outcome.
   *
   * @param waitedInKit it was blocked by a wait of ours.
   */
  returned(method: HandlerMethod, ms: number, waitedInKit: boolean): void
  ended(context: HandlerContext): void
}

interface MethodCallsOptions {
  readonly scope: ContextScope
  readonly context: HandlerContext
  readonly faults: FaultReporter
  readonly meters: Meters
  readonly log: CallLog
  readonly observer: CallObserver
  readonly now: () => number
  readonly realNow: () => number
  /** See `HostWorkerData.sync`. */
  readonly words: Int32Array<SharedArrayBuffer>
}

/** The one place from which an author's methods are called: in their context, timed, and never throwing. */
export class MethodCalls {
  readonly running = new RunningCalls()
  readonly #options: MethodCallsOptions

  constructor(options: MethodCallsOptions) {
    this.#options = options
  }

  async call<T>(
    method: HandlerMethod,
    work: () => T | Promise<T>,
    { arrivedAt, isIdle }: CallAbout<T> = {},
  ): Promise<Outcome<T>> {
    const { scope, faults, meters, log, observer, now } = this.#options
    const context = { ...this.#options.context }
    const began = now()
    observer.began(method, context)
    const ended = this.running.began(method)
    const logged = log.began(method, arrivedAt)
    const timed = { computed: 0 }
    const measure = (): number => {
      const ms = now() - began + timed.computed
      meters.called(method, ms)
      return ms
    }
    try {
      const value = await scope.run(context, () => this.#timed(timed, () => this.#marked(method, work)))
      log.ended(logged, 'ok', measure(), isIdle?.(value))
      return { ok: true, value }
    } catch (thrown) {
      log.ended(logged, faults.isOurAbort(thrown) ? 'closed' : 'error', measure())
      return { ok: false, error: faults.report(method, thrown) }
    } finally {
      observer.ended(context)
      ended()
    }
  }

  /** Notes in `timed` how long it computed on a clock that did not see it. */
  #timed<T>(timed: { computed: number }, work: () => T): T {
    const { now, realNow } = this.#options
    const [began, reallyBegan] = [now(), realNow()]
    try {
      return work()
    } finally {
      timed.computed = Math.max(0, realNow() - reallyBegan - (now() - began))
    }
  }

  /** So that the engine can name the method that does not return. */
  #marked<T>(method: HandlerMethod, work: () => T): T {
    const { words, now, observer } = this.#options
    const before = Atomics.exchange(words, syncWord.calling, handlerMethods.indexOf(method) + 1)
    const beats = Atomics.load(words, syncWord.heartbeat)
    const began = now()
    try {
      return work()
    } finally {
      Atomics.store(words, syncWord.calling, before)
      // While the method has the thread, only a wait of ours can raise the heartbeat.
      observer.returned(method, now() - began, Atomics.load(words, syncWord.heartbeat) !== beats)
    }
  }
}

/**
 * `value`, unless it is a promise where the class is a synchronous one: its frames would overtake each other.
 *
 * @throws SoundcheckError `handler`.
 */
export function requireSync<T>(value: T, method: string, asyncKind: string): T {
  if (!isThenable(value)) return value
  // Its outcome no longer matters; without a handler a rejection would be a second fault.
  value.then(ignore, ignore)
  throw new SoundcheckError('handler', `${method} returned a Promise, but the handler is a synchronous one`, {
    hint: `Extend ${asyncKind}, or make ${method} a function that is not async.`,
  })
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

function ignore(): void {
  // Nothing to do: see requireSync.
}
