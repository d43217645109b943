import type { WireError } from '../../contract/errors'
import { FaultStreak } from './fault-streak'
import type { Outcome } from './method-calls'
import { yieldToPort } from './yield-to-port'

interface Timed {
  /** Engine clock, ms. */
  readonly arrivedAt: number
}

/** A frame that the author's method was called with. */
export interface TakenFrame {
  /** Engine clock, ms. */
  readonly arrivedAt: number
  /** When it was called, ms on the session's clock. */
  readonly takenAt: number
}

interface ReceiveLoopOptions<F extends Timed> {
  /** Frames that may wait; more and the oldest is dropped. */
  readonly capacity: number
  readonly now: () => number
  /** ms on the session's clock. */
  readonly sessionTime: () => number
  readonly call: (frame: F) => Promise<Outcome<void>>
  readonly onDropped: () => void
  /** The author's method has returned, well or not. */
  readonly onTaken: () => void
  /** Five faults in a row. */
  readonly onGaveUp: (error: WireError) => void
}

/** Gives an author's `receive` one frame after the other; it is never re-entered. */
export class ReceiveLoop<F extends Timed> {
  readonly #options: ReceiveLoopOptions<F>
  readonly #streak = new FaultStreak()
  readonly #waiting: { readonly frame: F; readonly since: number }[] = []
  #phase: 'new' | 'idle' | 'busy' | 'ended' = 'new'
  #held = false
  #lastTaken: TakenFrame | null = null

  constructor(options: ReceiveLoopOptions<F>) {
    this.#options = options
  }

  /** The latest frame that the author's method was called with, or null before the first. */
  get lastTaken(): TakenFrame | null {
    return this.#lastTaken
  }

  /** What came before the loop has begun is not for this handler. */
  start(): void {
    if (this.#phase === 'new') this.#phase = 'idle'
  }

  end(): void {
    this.#phase = 'ended'
    this.#waiting.length = 0
  }

  push(frame: F): void {
    if (this.#phase === 'new' || this.#phase === 'ended') return
    this.#waiting.push({ frame, since: this.#options.now() })
    if (this.#waiting.length > this.#options.capacity) {
      this.#waiting.shift()
      this.#options.onDropped()
    }
    this.#workIfIdle()
  }

  /** Frames that wait, and how long the oldest has, ms. */
  waiting(): { readonly count: number; readonly ms: number } {
    const [oldest] = this.#waiting
    return { count: this.#waiting.length, ms: oldest ? this.#options.now() - oldest.since : 0 }
  }

  /** Whether there is nothing for the author's method to look at. */
  isIdle(): boolean {
    return this.#phase !== 'busy'
  }

  isHeld(): boolean {
    return this.#held
  }

  /** The call that runs is the last one until `resume`. */
  hold(): void {
    this.#held = true
  }

  resume(): void {
    this.#held = false
    this.#workIfIdle()
  }

  #workIfIdle(): void {
    if (this.#phase === 'idle' && !this.#held) void this.#work()
  }

  async #work(): Promise<void> {
    this.#phase = 'busy'
    for (let frame = this.#next(); frame; frame = this.#next()) {
      this.#lastTaken = { arrivedAt: frame.arrivedAt, takenAt: this.#options.sessionTime() }
      const outcome = await this.#options.call(frame)
      if (this.#hasEnded()) return
      this.#note(outcome)
      this.#options.onTaken()
      // What came while a blocking call ran is at the port still: only in the queue can the oldest be dropped.
      await yieldToPort()
      if (this.#hasEnded()) return
    }
    this.#phase = 'idle'
  }

  #next(): F | undefined {
    return this.#held ? undefined : this.#waiting.shift()?.frame
  }

  #note(outcome: Outcome<void>): void {
    if (outcome.ok) this.#streak.succeeded()
    else if (this.#streak.failed(this.#options.now())) this.#options.onGaveUp(outcome.error)
  }

  #hasEnded(): boolean {
    return this.#phase === 'ended'
  }
}
