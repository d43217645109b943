import { type CallOutcome, type CallRecord, packCalls } from '../../contract/call-records'
import type { HandlerMethod, HostReport } from '../../contract/host'

/** A report is made with the first call that ends so long after the one before, ms. */
const BATCH_TIME = 100
/** Where none does, it is made after so long, ms. */
const LONGEST_WAIT = 150
const MOST_TOGETHER = 1000
/** A call that gave nothing is worth telling of if it took longer, ms. */
const SHORT_IDLE = 20

interface CallLogOptions {
  readonly post: (report: HostReport, transfer?: readonly ArrayBuffer[]) => void
  /** ms on the session's clock. */
  readonly sessionTime: () => number
}

/** A call that is not over. */
export interface OpenCall {
  readonly method: HandlerMethod
  readonly arrivedAt: number | null
  readonly beganAt: number
}

/** Gathers the calls of an author's methods, so that a report is not made for each. */
export class CallLog {
  readonly #options: CallLogOptions
  readonly #open = new Set<OpenCall>()
  #waiting: CallRecord[] = []
  #flushedAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | null = null

  constructor(options: CallLogOptions) {
    this.#options = options
  }

  began(method: HandlerMethod, arrivedAt: number | null = null): OpenCall {
    const call = { method, arrivedAt, beganAt: this.#options.sessionTime() }
    this.#open.add(call)
    return call
  }

  /** @param wasIdle it gave nothing, and is told of only if it took its time. */
  ended(call: OpenCall, outcome: CallOutcome, ms: number, wasIdle = false): void {
    if (!this.#open.delete(call)) return
    if (wasIdle && outcome === 'ok' && ms <= SHORT_IDLE) return
    const { method, arrivedAt } = call
    const endedAt = this.#options.sessionTime()
    this.#waiting.push({ method, outcome, endedAt, ms, arrivedAt })
    if (endedAt - this.#flushedAt >= BATCH_TIME || this.#waiting.length >= MOST_TOGETHER) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), LONGEST_WAIT).unref()
  }

  /** Calls that are not over will not be told of later. */
  close(): void {
    const now = this.#options.sessionTime()
    for (const call of [...this.#open]) this.ended(call, 'closed', now - call.beganAt)
    this.flush()
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#waiting.length === 0) return
    const calls = packCalls(this.#waiting)
    this.#waiting = []
    this.#flushedAt = this.#options.sessionTime()
    this.#options.post({ type: 'calls', calls }, [calls.buffer])
  }
}
