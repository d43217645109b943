import { type Complaint, seconds } from './complaint'

/** FastRTC cancels an `emit` after this time, ms. Source: FastRTC `emit` time limit. */
const LONGEST_EMIT = 60_000
/** Input that must have come meanwhile, ms, and how much of it louder than a quiet room. */
const INPUT_MEANWHILE = 45_000
const LOUD_MEANWHILE = 5000
/** Of 16 bits. */
const LOUD = 1000

/** Finds an `emit` that never returns although there is something to answer. */
export class SilentEmit {
  #beganAt: number | null = null
  #inputMs = 0
  #loudMs = 0

  began(at: number): void {
    this.#beganAt = at
    this.#inputMs = 0
    this.#loudMs = 0
  }

  ended(): void {
    this.#beganAt = null
  }

  /** @param peak the largest magnitude in a block of `ms`. */
  received(peak: number, ms: number): void {
    this.#inputMs += ms
    if (peak >= LOUD) this.#loudMs += ms
  }

  /** Gives the complaint as often as it is asked: the log tells it once. */
  judge(at: number): Complaint | null {
    if (this.#beganAt === null || at - this.#beganAt < LONGEST_EMIT) return null
    if (this.#inputMs < INPUT_MEANWHILE || this.#loudMs < LOUD_MEANWHILE) return null
    return {
      message: `emit has not returned for ${seconds(LONGEST_EMIT)}, although sound keeps coming in`,
      hint: 'Return null when there is nothing to say, or wait with an AsyncQueue; FastRTC would cancel this call.',
    }
  }
}
