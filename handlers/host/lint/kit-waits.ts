/** Knows which calls of an author's methods wait in the kit: those do what they should, however long it takes. */
export class KitWaits {
  readonly #context: () => object | undefined
  readonly #counts = new Map<object, number>()
  #depth = 0

  /** @param context of the call that the code runs in which asks. */
  constructor(context: () => object | undefined) {
    this.#context = context
  }

  /** See `HostBinding.wait`. */
  wait<T>(start: () => Promise<T>): Promise<T> {
    const outcome = this.#inside(start)
    const end = this.#begin()
    outcome.then(end, end)
    return outcome
  }

  isWaitedIn(context: object): boolean {
    return this.#counts.has(context)
  }

  /** Whether the code that runs now is the kit's own. */
  get isInside(): boolean {
    return this.#depth > 0
  }

  #inside<T>(start: () => T): T {
    this.#depth++
    try {
      return start()
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
