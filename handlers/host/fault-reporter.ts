import { SoundcheckError, type WireError } from '../../contract/errors'
import type { HandlerMethod, HostReport } from '../../contract/host'
import { createNotice } from '../kit/create-message'
import { wasClientTold } from '../kit/webrtc-error'
import type { AuthorSources } from './author-sources'
import { toHandlerError } from './handler-error'
import { RateLimit } from './rate-limit'

const MOST_FAULTS_A_SECOND = 20
/** A handler that sends without waiting meets a limit with each message: that is one mistake, not hundreds. */
const MOST_LIMITS_A_SECOND = 1
/** Characters of an error's message that the client is told; the whole is in the window. */
const LONGEST_NOTICE = 4000

/** Tells the engine, and the client, what went wrong in the author's code. */
export class FaultReporter {
  readonly #sources: AuthorSources
  readonly #post: (report: HostReport) => void
  /** Sends on the client's channel; false while there is none. */
  #tellClient: (text: string) => boolean = () => false
  #endReason: unknown = null
  readonly #limit: RateLimit
  readonly #limitsMet: RateLimit

  constructor(sources: AuthorSources, post: (report: HostReport) => void) {
    this.#sources = sources
    this.#post = post
    const leftOut = (what: string) => (count: number) => {
      const error = new SoundcheckError('handler', `… ${count} more ${what} left out`)
      post({ type: 'fault', method: 'background', error: toHandlerError(error, sources) })
    }
    this.#limit = new RateLimit(MOST_FAULTS_A_SECOND, 1000, leftOut('faults'))
    this.#limitsMet = new RateLimit(MOST_LIMITS_A_SECOND, 1000, leftOut('faults of this kind'))
  }

  /** From now on there is a client to tell. */
  connect(tellClient: (text: string) => boolean): void {
    this.#tellClient = tellClient
  }

  /** The session's signal was aborted with `reason`: work that ends because of that did what it should. */
  end(reason: unknown): void {
    this.#endReason = reason
  }

  /** Reports a fault; gives it back in the form it was reported in. */
  report(method: HandlerMethod | 'background', thrown: unknown): WireError {
    const error = toHandlerError(thrown, this.#sources, method)
    const limit = error.code === 'limit' ? this.#limitsMet : this.#limit
    if (this.isOurAbort(thrown) || !limit.pass()) return error
    this.#post({ type: 'fault', method, error })
    if (!wasClientTold(thrown))
      this.#tellClient(createNotice('error', error.message.slice(0, LONGEST_NOTICE)))
    return error
  }

  /** Whether what was thrown is what the end of the session makes of work that goes on. */
  isOurAbort(thrown: unknown): boolean {
    if (this.#endReason === null) return false
    return thrown === this.#endReason || (thrown instanceof Error && thrown.name === 'AbortError')
  }

  flush(): void {
    this.#limit.flush()
    this.#limitsMet.flush()
  }
}
