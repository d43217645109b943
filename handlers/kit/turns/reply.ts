import { SoundcheckError } from '../../../contract/errors'

/** What came of asking a reply for more. */
export type ReplyStep =
  | { readonly kind: 'value'; readonly value: unknown }
  /** The reply function has ended. */
  | { readonly kind: 'made' }
  /** The reply was cut off. */
  | { readonly kind: 'cut' }

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>

/** One run of an author's reply function. */
export class Reply {
  /** Whether any sound has come of it. */
  hasSounded = false
  readonly #create: (signal: AbortSignal) => unknown
  readonly #onLateError: (thrown: unknown) => void
  readonly #abort = new AbortController()
  #iterator: AnyIterator | null = null
  /** Ends a wait for the author's generator. */
  #release: (() => void) | null = null

  /**
   * @param create calls the author's function; only when the first value is wanted.
   * @param onLateError told of what the author's generator throws after it was cut off.
   */
  constructor(create: (signal: AbortSignal) => unknown, onLateError: (thrown: unknown) => void) {
    this.#create = create
    this.#onLateError = onLateError
  }

  /** Aborted when the reply is cut off. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Waits for the next value, or until the reply is cut off; throws what the author's code throws. */
  async next(): Promise<ReplyStep> {
    if (this.signal.aborted) return { kind: 'cut' }
    this.#iterator ??= iteratorOf(this.#create(this.signal))
    const result = this.#iterator.next()
    const settled = 'then' in result ? await this.#unlessCut(result) : result
    if (settled === null || this.signal.aborted) return { kind: 'cut' }
    return settled.done === true ? { kind: 'made' } : { kind: 'value', value: settled.value }
  }

  /** Ends the author's generator at its present `yield`, or at its next one; never waits for it. */
  cut(): void {
    if (this.signal.aborted) return
    this.#abort.abort(new SoundcheckError('closed', 'The reply was cut off'))
    this.#release?.()
    try {
      Promise.resolve(this.#iterator?.return?.()).catch((thrown) => this.#late(thrown))
    } catch (thrown) {
      this.#late(thrown)
    }
  }

  #unlessCut(result: Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown> | null> {
    return new Promise((resolve, reject) => {
      this.#release = () => resolve(null)
      result.then(resolve, (thrown) => (this.signal.aborted ? this.#late(thrown) : reject(thrown)))
    })
  }

  /** What ends because of our abort does what it should. */
  #late(thrown: unknown): void {
    const isAbort = thrown === this.signal.reason || (thrown instanceof Error && thrown.name === 'AbortError')
    if (!isAbort) this.#onLateError(thrown)
  }
}

/** Whether `value` is what a generator function returns. An array or a string can be iterated too, but is a mistake here. */
export function isGenerator(value: unknown): value is AnyIterator {
  return typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function'
}

function iteratorOf(made: unknown): AnyIterator {
  if (isGenerator(made)) return made
  const what = typeof made === 'object' ? (made?.constructor?.name ?? 'null') : typeof made
  throw new SoundcheckError('handler', `The reply function returned ${what}, not a generator`, {
    hint: 'Write it as function* (audio) { … } or async function* (audio) { … }, and yield what is to be played.',
  })
}
