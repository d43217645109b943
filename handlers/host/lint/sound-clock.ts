/** Where playback would be if each block of sound were played as it comes, as soon as those before it are over. */
export class SoundClock {
  #until = Number.NEGATIVE_INFINITY

  /** A block of `ms` comes at `at` (ms); gives the silence before it, 0 if there is none, and for the first block. */
  add(at: number, ms: number): number {
    const gap = Number.isFinite(this.#until) ? Math.max(0, at - this.#until) : 0
    this.#until = Math.max(this.#until, at) + ms
    return gap
  }

  /** How much is still to be played at `at`, ms; negative since when there is nothing. */
  ahead(at: number): number {
    return this.#until - at
  }

  /** What was not played yet is dropped. */
  clear(): void {
    this.#until = Number.NEGATIVE_INFINITY
  }
}
