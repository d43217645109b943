import { AsyncResource } from 'node:async_hooks'
import type { VirtualClock, VirtualTimer } from './virtual-clock'

type Callback = (...values: unknown[]) => void

/** Node makes every delay outside of this one of 1 ms. Source: lib/internal/timers.js. */
const DELAYS = { min: 1, max: 2 ** 31 - 1 }

function delayOf(ms: unknown): number {
  const delay = Number(ms)
  return delay >= DELAYS.min && delay <= DELAYS.max ? Math.trunc(delay) : DELAYS.min
}

/** What `setTimeout` and `setInterval` give under a virtual clock, with the members of Node's own. */
export class VirtualTimeout {
  readonly #clock: VirtualClock
  readonly #delay: number
  readonly #repeats: boolean
  readonly #work: () => void
  readonly #drop: (timeout: VirtualTimeout) => void
  #timer: VirtualTimer | null
  #hasRef = true
  #isCalledOff = false

  constructor(
    clock: VirtualClock,
    how: { readonly delay: number; readonly repeats: boolean },
    work: () => void,
    drop: (timeout: VirtualTimeout) => void,
  ) {
    // What was started in a context goes on in it.
    const resource = new AsyncResource('VirtualTimeout', { requireManualDestroy: true })
    this.#clock = clock
    this.#delay = how.delay
    this.#repeats = how.repeats
    this.#work = () => resource.runInAsyncScope(work)
    this.#drop = drop
    this.#timer = this.#schedule()
  }

  ref(): this {
    this.#hasRef = true
    return this
  }

  unref(): this {
    this.#hasRef = false
    return this
  }

  hasRef(): boolean {
    return this.#hasRef
  }

  /** Begins anew, also when it has fired or was called off. */
  refresh(): this {
    this.#callOff()
    this.#isCalledOff = false
    this.#timer = this.#schedule()
    return this
  }

  close(): this {
    this.#callOff()
    this.#drop(this)
    return this
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #schedule(): VirtualTimer {
    return this.#clock.add(this.#clock.now + this.#delay, () => this.#fire())
  }

  #fire(): void {
    this.#timer = null
    try {
      this.#work()
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown
      })
    }
    if (this.#timer !== null) return
    if (this.#repeats && !this.#isCalledOff) this.#timer = this.#schedule()
    else this.#drop(this)
  }

  #callOff(): void {
    this.#isCalledOff = true
    if (this.#timer) this.#clock.remove(this.#timer)
    this.#timer = null
  }
}

/** Node's timer functions by a virtual clock. `setImmediate` is none of them: it does not wait for any time. */
export function createVirtualTimers(clock: VirtualClock) {
  let lastId = 0
  /** By the number under which a timer is known, once it was asked for it. */
  const numbered = new Map<number, VirtualTimeout>()
  const numbers = new WeakMap<VirtualTimeout, number>()

  function drop(timeout: VirtualTimeout): void {
    const number = numbers.get(timeout)
    if (number !== undefined) numbered.delete(number)
  }

  function start(repeats: boolean, callback: unknown, ms: unknown, values: unknown[]): VirtualTimeout {
    if (typeof callback !== 'function')
      throw new TypeError(`The "callback" argument must be of type function. Received ${String(callback)}`)
    const work = (): void => (callback as Callback)(...values)
    const timeout = new VirtualTimeout(clock, { delay: delayOf(ms), repeats }, work, drop)
    return Object.defineProperty(timeout, Symbol.toPrimitive, { value: () => numberOf(timeout) })
  }

  function numberOf(timeout: VirtualTimeout): number {
    const known = numbers.get(timeout)
    if (known !== undefined) return known
    lastId += 1
    numbers.set(timeout, lastId)
    numbered.set(lastId, timeout)
    return lastId
  }

  function find(timer: unknown): VirtualTimeout | undefined {
    if (timer instanceof VirtualTimeout) return timer
    return typeof timer === 'number' || typeof timer === 'string' ? numbered.get(Number(timer)) : undefined
  }

  return {
    setTimeout: (callback: unknown, ms?: unknown, ...values: unknown[]) => start(false, callback, ms, values),
    setInterval: (callback: unknown, ms?: unknown, ...values: unknown[]) => start(true, callback, ms, values),
    /** Calls off both kinds, as Node's does. */
    clear: (timer?: unknown): void => void find(timer)?.close(),
  }
}

export type VirtualTimers = ReturnType<typeof createVirtualTimers>
