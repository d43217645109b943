import { AsyncLocalStorage } from 'node:async_hooks'
import type { HandlerContext } from '../kit/host-binding'

/** Carries the context through an author's method and all that it starts. */
export class ContextScope {
  readonly #storage = new AsyncLocalStorage<HandlerContext>()

  run<T>(context: HandlerContext, work: () => T): T {
    return this.#storage.run(context, work)
  }

  current(): HandlerContext | undefined {
    return this.#storage.getStore()
  }
}
