import { messageOf, SoundcheckError } from '../../contract/errors'
import { closeStreamBrand } from './brand'
import { CloseStream } from './close-stream'
import { Reply } from './turns/reply'

/** Ends a stream as it was meant to end: played out, and no client is told why. Source: FastRTC, mode `receive`. */
const naturalEnd = { [closeStreamBrand]: true, message: null }

/** What a generator handler needs of itself. */
export interface GeneratorOwner {
  readonly argsSet: { isSet(): boolean }
  readonly latestArgs: readonly unknown[]
  readonly loop: { createTask(work: Promise<unknown>): unknown }
  waitForArgs(): Promise<void>
}

type GeneratorFunction = (...inputs: never[]) => unknown

/** Runs an author's generator function once, from the first value that is asked for. */
export class StreamGenerator {
  readonly #fn: GeneratorFunction
  readonly #owner: GeneratorOwner
  #run: Reply | null = null
  #failure: string | null = null

  constructor(fn: GeneratorFunction, owner: GeneratorOwner) {
    this.#fn = fn
    this.#owner = owner
  }

  /** The next value, then what ends the stream; throws what the author's code throws, and ends the stream after that. */
  async next(): Promise<unknown> {
    if (this.#failure !== null) return new CloseStream(`The generator failed: ${this.#failure}`)
    try {
      this.#run ??= await this.#begin()
      const step = await this.#run.next()
      if (step.kind === 'value') return step.value
      return step.kind === 'made' ? naturalEnd : null
    } catch (thrown) {
      this.#failure = messageOf(thrown)
      throw thrown
    }
  }

  /** Ends the generator at its present `yield`. */
  end(): void {
    this.#run?.cut()
  }

  /** A function that takes inputs is called when there are any: at once where the file declares them. */
  async #begin(): Promise<Reply> {
    if (this.#fn.length > 0 && !this.#owner.argsSet.isSet()) await this.#owner.waitForArgs()
    const inputs = this.#owner.latestArgs.slice(1) as never[]
    return new Reply(
      () => this.#fn.call(this.#owner, ...inputs),
      (thrown) => void this.#owner.loop.createTask(Promise.reject(thrown)),
    )
  }
}

/** @throws SoundcheckError `handler` when `fn` is no function. */
export function requireGeneratorFunction(kind: string, fn: unknown): void {
  if (typeof fn === 'function') return
  throw new SoundcheckError('handler', `${kind} was given ${String(fn)} instead of a function`, {
    hint: 'Give it a function* () { … } or an async function* () { … }.',
  })
}
