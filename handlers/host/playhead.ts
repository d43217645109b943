/**
 * How far what was emitted reaches ahead of real time, as if it were played from the moment it was emitted without a
 * gap. It is the host's own estimate: the real playback clock is the engine's.
 */
export class Playhead {
  readonly #now: () => number
  #playedUntil = Number.NEGATIVE_INFINITY

  constructor(now: () => number) {
    this.#now = now
  }

  /** ms; 0 when all was played. */
  get ahead(): number {
    return Math.max(0, this.#playedUntil - this.#now())
  }

  emitted(ms: number): void {
    this.#playedUntil = Math.max(this.#playedUntil, this.#now()) + ms
  }

  /** What was not played yet is dropped. */
  cleared(): void {
    this.#playedUntil = Number.NEGATIVE_INFINITY
  }
}
