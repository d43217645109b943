import { AsyncQueue } from '../../kit/async-queue'
import { EventLoop } from '../../kit/event-loop'
import { OneShotEvent } from '../../kit/one-shot-event'

/** The methods of the kit in which an author's code may wait for as long as it likes. */
const waits: readonly (readonly [prototype: object, methods: readonly string[]])[] = [
  [AsyncQueue.prototype, ['get', 'getWithin', 'put']],
  [OneShotEvent.prototype, ['wait']],
]

type Method = (this: unknown, ...values: unknown[]) => unknown
type Methods = { [name: string]: Method }

/** Knows which calls of an author's methods wait in the kit: those do what they should, however long it takes. */
export class KitWaits {
  readonly #context: () => object | undefined
  readonly #counts = new Map<object, number>()
  readonly #restorers: (() => void)[] = []
  #depth = 0

  /** @param context of the call that the code runs in which asks. */
  constructor(context: () => object | undefined) {
    this.#context = context
    for (const [prototype, methods] of waits) for (const name of methods) this.#watchPromise(prototype, name)
    this.#watchCallLater()
  }

  isWaitedIn(context: object): boolean {
    return this.#counts.has(context)
  }

  /** Whether the code that runs now is in one of those methods. */
  get isInside(): boolean {
    return this.#depth > 0
  }

  /** Puts the kit back as it was. */
  close(): void {
    for (const restore of this.#restorers.splice(0)) restore()
  }

  #watchPromise(prototype: object, name: string): void {
    this.#replace(prototype, name, (call, values) => {
      const end = this.#begin()
      const outcome = call(values) as Promise<unknown>
      outcome.then(end, end)
      return outcome
    })
  }

  /** A timer that was called off never ends the wait for it. */
  #watchCallLater(): void {
    this.#replace(EventLoop.prototype, 'callLater', (call, [ms, fn]) => {
      const end = this.#begin()
      const ended = (): unknown => {
        end()
        return (fn as () => unknown)()
      }
      return call([ms, ended])
    })
  }

  #replace(
    prototype: object,
    name: string,
    watched: (call: (values: readonly unknown[]) => unknown, values: readonly unknown[]) => unknown,
  ): void {
    const methods = prototype as Methods
    const original = methods[name]
    if (!original) return
    const inside = (self: unknown, values: readonly unknown[]): unknown =>
      this.#inside(original, self, values)
    methods[name] = function (...given) {
      return watched((values) => inside(this, values), given)
    }
    this.#restorers.push(() => {
      methods[name] = original
    })
  }

  #inside(original: Method, self: unknown, values: readonly unknown[]): unknown {
    this.#depth++
    try {
      return original.apply(self, [...values])
    } finally {
      this.#depth--
    }
  }

  #begin(): () => void {
    const context = this.#context()
    if (context === undefined) return ignore
    this.#counts.set(context, (this.#counts.get(context) ?? 0) + 1)
    return () => {
      const left = (this.#counts.get(context) ?? 0) - 1
      if (left > 0) this.#counts.set(context, left)
      else this.#counts.delete(context)
    }
  }
}

function ignore(): void {
  // Code that runs in no call has no wait that anybody asks for.
}
