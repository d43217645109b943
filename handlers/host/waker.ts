/** Lets one loop wait for a reason to go on. A reason that comes while it does not wait is kept for its next wait. */
export class Waker {
  #pending = false
  #go: (() => void) | null = null

  wake(): void {
    this.#pending = true
    this.#go?.()
  }

  /** Resolves at once if there was a reason since the last wait, else with the next one or after `ms`. */
  async wait(ms: number): Promise<'woken' | 'tick'> {
    if (!this.#pending) await this.#rest(ms)
    const woken = this.#pending
    this.#pending = false
    return woken ? 'woken' : 'tick'
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#go = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
