import { type HostCommand, syncWord } from '../../contract/host'

/** A wait looks at its port this often even when the count was not moved, ms. */
const SLICE = 100

type Inputs = Extract<HostCommand, { type: 'inputs' }>

/** The words and the port of `HostWorkerData`, and what to do with what they bring. */
export interface SyncLinkOptions {
  readonly words: Int32Array<SharedArrayBuffer>
  /** The next command at the synchronous port, if there is one. */
  readonly receive: () => HostCommand | undefined
  readonly applyInputs: (command: Inputs) => void
  readonly now: () => number
}

/**
 * The way into a thread that blocks. `inputs` commands come twice, by the ordinary port and by this one, in the same
 * order: each is applied when its first copy is seen, and the other copy is passed over.
 */
export class SyncLink {
  readonly #options: SyncLinkOptions
  #seenOrdinary = 0
  #seenSync = 0
  #closing = false

  constructor(options: SyncLinkOptions) {
    this.#options = options
  }

  /** An `inputs` command came by the ordinary port. */
  ordinaryInputs(command: Inputs): void {
    this.#seenOrdinary++
    if (this.#seenOrdinary > this.#seenSync) this.#options.applyInputs(command)
  }

  /** From now on no wait lasts. */
  close(): void {
    this.#closing = true
  }

  isAcknowledged(slot: number): boolean {
    return Atomics.load(this.#options.words, syncWord.acknowledged) >= slot
  }

  /** Blocks the thread until `isReady`, for `timeout` ms at most. */
  wait(isReady: () => boolean, timeout: number): 'ready' | 'closing' | 'timeout' {
    const deadline = this.#options.now() + timeout
    while (true) {
      const count = Atomics.load(this.#options.words, syncWord.signal)
      this.#drain()
      if (isReady()) return 'ready'
      if (this.#closing) return 'closing'
      const left = deadline - this.#options.now()
      if (left <= 0) return 'timeout'
      // A thread that waits for us is not one that hangs.
      Atomics.add(this.#options.words, syncWord.heartbeat, 1)
      Atomics.wait(this.#options.words, syncWord.signal, count, Math.min(left, SLICE))
    }
  }

  #drain(): void {
    for (let command = this.#options.receive(); command; command = this.#options.receive()) {
      if (command.type === 'close') this.#closing = true
      if (command.type !== 'inputs') continue
      this.#seenSync++
      if (this.#seenSync > this.#seenOrdinary) this.#options.applyInputs(command)
    }
  }
}
