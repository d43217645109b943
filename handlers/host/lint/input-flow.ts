import { SoundClock } from './sound-clock'

/** How long trouble with the input can still come out of a handler that keeps sound back, ms. */
const MEMORY = 30_000
/** Silence in the input within that time that a handler may pass on without being told off, ms. */
const HARMLESS_GAPS = 100
/** Input that runs ahead of real time by more than this, ms, is a recording that is fed in faster. */
const HARMLESS_LEAD = 2500
/** Input that did not come for so long has ended, ms. */
const ENDED = 250

/** Whether sound comes in as it should: what a handler makes of input that does not is no fault of its own. */
export class InputFlow {
  readonly #clock = new SoundClock()
  #hasBegun = false
  #gaps: { readonly at: number; readonly ms: number }[] = []
  #aheadAt = Number.NEGATIVE_INFINITY

  received(at: number, ms: number): void {
    const gap = this.#clock.add(at, ms)
    this.#hasBegun = true
    if (gap > 0) this.#gaps.push({ at, ms: gap })
    this.#gaps = this.#gaps.filter((old) => at - old.at < MEMORY)
    if (this.#clock.ahead(at) > HARMLESS_LEAD) this.#aheadAt = at
  }

  /** There is no input at all, or it comes without holes. */
  isWhole(at: number): boolean {
    if (!this.#hasBegun) return true
    const gaps = this.#gaps.reduce((sum, gap) => (at - gap.at < MEMORY ? sum + gap.ms : sum), 0)
    return gaps <= HARMLESS_GAPS && this.#clock.ahead(at) > -ENDED
  }

  /** It did not come faster than real time. */
  isLive(at: number): boolean {
    return at - this.#aheadAt > 2 * MEMORY
  }
}
