/** A gate that is open unless the engine holds it: another version may take over, and nothing must change meanwhile. */
export class Hold {
  #released: Promise<void> | null = null
  #release: () => void = () => undefined

  get isHeld(): boolean {
    return this.#released !== null
  }

  hold(): void {
    this.#released ??= new Promise((resolve) => {
      this.#release = resolve
    })
  }

  release(): void {
    this.#release()
    this.#released = null
  }

  /** Resolves when it is open. */
  async whenFree(): Promise<void> {
    while (this.#released) await this.#released
  }
}
