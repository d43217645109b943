import type { HandlerMethod } from '../../contract/host'

interface RunningCall {
  readonly method: HandlerMethod
  readonly ended: Promise<void>
}

/** The calls of an author's methods that are not over. */
export class RunningCalls {
  readonly #calls = new Set<RunningCall>()

  /** A call begins; the result is to be called at its end. */
  began(method: HandlerMethod): () => void {
    let finish: () => void = () => undefined
    const ended = new Promise<void>((resolve) => {
      finish = resolve
    })
    const call = { method, ended }
    this.#calls.add(call)
    return () => {
      this.#calls.delete(call)
      finish()
    }
  }

  /** Waits until the calls of `methods` that run now are over, `limit` ms at most; gives back those that are not. */
  async settle(methods: readonly HandlerMethod[], limit: number): Promise<readonly HandlerMethod[]> {
    const awaited = [...this.#calls].filter(({ method }) => methods.includes(method))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limit)
    })
    await Promise.race([Promise.all(awaited.map(({ ended }) => ended)), late])
    clearTimeout(timer)
    return awaited.filter((call) => this.#calls.has(call)).map(({ method }) => method)
  }
}
