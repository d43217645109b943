import { fromWireError, SoundcheckError, type WireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import type { HandlerHost } from './handler-host'

/** Hosts that have booted before somebody needs one: a new thread or process costs 200-300 ms in Electron. */
export interface SparePool {
  /** A booted host if there is one, else one that boots while it already takes commands. The taker closes it. */
  take(): HandlerHost
  /** Resolves once the spares have booted; rejects when they keep dying, or on `close`. */
  warmed(): Promise<void>
  /** Ends the spares and makes new ones: what they were made with is out of date. */
  renew(): void
  /** Ends the spares; hosts that were taken are their takers'. */
  close(): Promise<void>
}

export interface SparePoolOptions {
  readonly createHost: () => HandlerHost
  /** How many hosts are kept ready. */
  readonly size?: number
  /** What they are, for messages. */
  readonly kind?: HostKind
  readonly log?: (line: string) => void
}

/** The host that was just taken is about to load a handler; booting its successor at once would compete with it. */
const REFILL_DELAY = 100
const LONGEST_BACK_OFF = 10_000
const DEATHS_THAT_TELL = 3

interface Spare {
  readonly host: HandlerHost
  booted: boolean
  /** Stops the pool's listening. */
  release(): void
}

interface Waiter {
  resolve(): void
  reject(error: SoundcheckError): void
}

class HostSpares {
  readonly #size: number
  readonly #kind: HostKind
  readonly #start: () => HandlerHost
  readonly #log: (line: string) => void
  readonly #spares: Spare[] = []
  readonly #waiters = new Set<Waiter>()
  #deaths = 0
  #lastError: WireError | null = null
  #timer: NodeJS.Timeout | undefined
  /** Of spares that were renewed. */
  #ending: Promise<unknown> = Promise.resolve()
  #closing: Promise<void> | undefined

  constructor({ createHost, size = 1, kind = 'thread', log }: SparePoolOptions) {
    this.#size = size
    this.#kind = kind
    this.#start = createHost
    this.#log = log ?? (() => undefined)
    while (this.#spares.length < size) this.#add()
  }

  take(): HandlerHost {
    if (this.#closing) throw this.#closedError()
    const warmest = this.#spares.find((spare) => spare.booted) ?? this.#spares[0]
    if (warmest) this.#drop(warmest)
    this.#refillSoon(REFILL_DELAY)
    return warmest?.host ?? this.#start()
  }

  warmed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.add({ resolve, reject })
      this.#answerWaiters()
    })
  }

  renew(): void {
    if (this.#closing) return
    this.#ending = Promise.all([this.#ending, this.#endSpares()])
    this.#refillSoon(REFILL_DELAY)
  }

  close(): Promise<void> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer)
    const ended = this.#endSpares()
    this.#rejectWaiters(this.#closedError())
    await Promise.all([this.#ending, ended])
  }

  async #endSpares(): Promise<void> {
    const hosts = this.#spares.map((spare) => spare.host)
    for (const spare of [...this.#spares]) this.#drop(spare)
    await Promise.all(hosts.map((host) => host.close('not needed', 0)))
  }

  #add(): void {
    const host = this.#start()
    const offReport = host.onReport((report) => report.type === 'booted' && this.#booted(spare))
    const offExit = host.onExit((exit) => this.#died(spare, exit.error))
    const spare: Spare = {
      host,
      booted: false,
      release: () => {
        offReport()
        offExit()
      },
    }
    this.#spares.push(spare)
  }

  #drop(spare: Spare): void {
    spare.release()
    this.#spares.splice(this.#spares.indexOf(spare), 1)
  }

  #booted(spare: Spare): void {
    spare.booted = true
    this.#deaths = 0
    this.#answerWaiters()
  }

  #died(spare: Spare, error: WireError | null): void {
    this.#drop(spare)
    this.#deaths += 1
    this.#lastError = error
    this.#log(`A spare handler ${this.#kind} ended: ${error?.message ?? 'it was closed'}`)
    this.#answerWaiters()
    this.#refillSoon(Math.min(REFILL_DELAY * 2 ** (this.#deaths - 1), LONGEST_BACK_OFF))
  }

  #refillSoon(delay: number): void {
    if (this.#timer || this.#closing || this.#spares.length >= this.#size) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#add()
      if (this.#spares.length < this.#size) this.#refillSoon(delay)
    }, delay)
  }

  #answerWaiters(): void {
    if (this.#closing) {
      this.#rejectWaiters(this.#closedError())
    } else if (this.#deaths >= DEATHS_THAT_TELL && this.#lastError) {
      this.#rejectWaiters(fromWireError(this.#lastError))
    } else if (this.#spares.length >= this.#size && this.#spares.every((spare) => spare.booted)) {
      for (const waiter of this.#waiters) waiter.resolve()
      this.#waiters.clear()
    }
  }

  #closedError(): SoundcheckError {
    return new SoundcheckError('closed', `The pool of handler ${this.#kind}s is closed.`)
  }

  #rejectWaiters(error: SoundcheckError): void {
    for (const waiter of this.#waiters) waiter.reject(error)
    this.#waiters.clear()
  }
}

/** Starts `size` hosts at once and keeps that many ready until `close`. */
export function createSparePool(options: SparePoolOptions): SparePool {
  const spares = new HostSpares(options)
  return {
    take: () => spares.take(),
    warmed: () => spares.warmed(),
    renew: () => spares.renew(),
    close: () => spares.close(),
  }
}
