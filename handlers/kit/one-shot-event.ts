import { waitInKit } from './host-binding'

/**
 * Something that happens once and stays so until it is cleared: `channelSet`, `argsSet`. Source: `asyncio.Event`, as
 * FastRTC uses it.
 */
export class OneShotEvent {
  #set = false
  #waiting: (() => void)[] = []

  isSet(): boolean {
    return this.#set
  }

  /** Lets everybody go who waits, and all who come later. Setting it twice is harmless. */
  set(): void {
    this.#set = true
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
  }

  /** Makes those who come from now on wait again. */
  clear(): void {
    this.#set = false
  }

  /** Resolves at once when it is set, else when it will be; there is no time limit. */
  wait(): Promise<void> {
    if (this.#set) return Promise.resolve()
    return waitInKit(() => new Promise((resolve) => this.#waiting.push(resolve)))
  }
}
