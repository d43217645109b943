/** At most so many things in each window of time; the others are counted, to be told of afterwards. */
export class RateLimit {
  readonly #most: number
  readonly #window: number
  readonly #onLeftOut: (count: number) => void
  #passed = 0
  #leftOut = 0
  #timer: NodeJS.Timeout | null = null

  /**
   * @param window ms.
   * @param onLeftOut told once at the end of a window in which things were left out.
   */
  constructor(most: number, window: number, onLeftOut: (count: number) => void) {
    this.#most = most
    this.#window = window
    this.#onLeftOut = onLeftOut
  }

  /** Whether one more may pass now. */
  pass(): boolean {
    this.#timer ??= setTimeout(() => this.#endWindow(), this.#window).unref()
    if (this.#passed >= this.#most) {
      this.#leftOut++
      return false
    }
    this.#passed++
    return true
  }

  /** Ends the window now, so that nothing left out goes untold. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#endWindow()
  }

  #endWindow(): void {
    const count = this.#leftOut
    this.#timer = null
    this.#passed = 0
    this.#leftOut = 0
    if (count > 0) this.#onLeftOut(count)
  }
}
