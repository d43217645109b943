import type { WireError } from '../../contract/errors'
import type { EmitPace } from './emit-pace'
import { FaultStreak } from './fault-streak'
import type { Hold } from './hold'
import { type Emitted, isNothing } from './interpret-emit'
import type { Outcome } from './method-calls'
import { Waker } from './waker'
import { yieldToPort } from './yield-to-port'

interface EmitLoopOptions<M> {
  readonly pace: EmitPace
  /** While it holds, nothing is emitted; what `emit` gave meanwhile is given away after it. */
  readonly hold: Hold
  readonly now: () => number
  readonly call: () => Promise<Outcome<Emitted<M>>>
  /** The turn that a value belongs to whose `emit` is called now. */
  readonly turn: () => number
  readonly deliver: (emitted: Emitted<M>, turn: number) => void
  /** Five faults in a row. */
  readonly onGaveUp: (error: WireError) => void
}

/** Blocks in a row without a pause: a source that floods with what takes no time to play must leave some to others. */
const MOST_IN_A_ROW = 50
/** A value of outputs alone costs the engine and the client more than a block. */
const OUTPUTS_COUNT_AS = 5
/** While input comes in regularly the tick stays out of its way. */
const INPUT_PATIENCE = 1.5

/** Calls an author's `emit` again and again, never re-entered, and never without a reason. */
export class EmitLoop<M> {
  readonly #options: EmitLoopOptions<M>
  readonly #streak = new FaultStreak()
  readonly #waker = new Waker()
  #phase: 'new' | 'running' | 'ended' = 'new'
  #last: 'media' | 'outputs' | 'nothing' | 'fault' = 'nothing'
  #inARow = 0
  #wait: number

  constructor(options: EmitLoopOptions<M>) {
    this.#options = options
    this.#wait = options.pace.tick
  }

  start(): void {
    if (this.#phase !== 'new') return
    this.#phase = 'running'
    void this.#work()
  }

  end(): void {
    this.#phase = 'ended'
    this.#waker.wake()
  }

  /** A `receive` has returned: there may be an answer. */
  inputTaken(): void {
    this.#wait = this.#options.pace.tick * INPUT_PATIENCE
    this.#waker.wake()
  }

  /** A queue of the author's got an item: what returned `null` may have something now. */
  queueGrew(): void {
    if (this.#last === 'nothing') this.#waker.wake()
  }

  async #work(): Promise<void> {
    while (this.#phase === 'running') {
      await this.#options.hold.whenFree()
      if (!this.#options.pace.isFull()) await this.#emitOnce()
      if (this.#goesOn()) await yieldToPort()
      else await this.#pause()
    }
  }

  #goesOn(): boolean {
    const { pace } = this.#options
    if (this.#last === 'nothing' || this.#last === 'fault' || pace.isFull()) return false
    if (!pace.wantsMore(this.#last === 'media')) return false
    this.#inARow += this.#last === 'media' ? 1 : OUTPUTS_COUNT_AS
    return this.#inARow < MOST_IN_A_ROW
  }

  async #pause(): Promise<void> {
    this.#inARow = 0
    if ((await this.#waker.wait(this.#wait)) === 'tick') this.#wait = this.#options.pace.tick
  }

  async #emitOnce(): Promise<void> {
    const turn = this.#options.turn()
    const outcome = await this.#options.call()
    await this.#options.hold.whenFree()
    if (this.#phase !== 'running') return
    if (outcome.ok) this.#take(outcome.value, turn)
    else this.#fail(outcome.error)
  }

  #take(emitted: Emitted<M>, turn: number): void {
    this.#streak.succeeded()
    const gaveNothing = isNothing(emitted)
    this.#last = gaveNothing ? 'nothing' : emitted.media === null ? 'outputs' : 'media'
    if (!gaveNothing) this.#options.deliver(emitted, turn)
    if (emitted.close !== null) this.end()
  }

  #fail(error: WireError): void {
    this.#last = 'fault'
    if (this.#streak.failed(this.#options.now())) this.#options.onGaveUp(error)
  }
}
