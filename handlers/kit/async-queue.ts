import { SoundcheckError } from '../../contract/errors'
import { hostBinding, waitInKit } from './host-binding'

/**
 * A first-in, first-out queue between `receive` and `emit`: one puts, the other waits for an item. A put also wakes an
 * `emit` that had returned `null`. Source: `asyncio.Queue`, as FastRTC's examples use it.
 */
export class AsyncQueue<T> implements AsyncIterable<T> {
  readonly maxSize: number
  #items: T[] = []
  #takers: ((item: T) => void)[] = []
  #putters: (() => void)[] = []

  /** @param maxSize the most items it holds, at least 1; unlimited by default. */
  constructor(maxSize = Number.POSITIVE_INFINITY) {
    if (!(maxSize >= 1)) throw new SoundcheckError('handler', `A queue cannot have the size ${maxSize}`)
    this.maxSize = maxSize
  }

  /** How many items wait to be taken. */
  get size(): number {
    return this.#items.length
  }

  /** Adds an item; waits for room while the queue is full. Without a `maxSize` it never waits. */
  async put(item: T): Promise<void> {
    while (this.#items.length >= this.maxSize)
      await waitInKit(() => new Promise<void>((go) => this.#putters.push(go)))
    this.#add(item)
  }

  /**
   * Adds an item without waiting.
   *
   * @throws SoundcheckError `limit` when the queue is full.
   */
  putNowait(item: T): void {
    if (this.#items.length >= this.maxSize) {
      throw new SoundcheckError('limit', `The queue is full: it holds ${this.maxSize} items`, {
        hint: 'Await put(), take items faster, or give the queue a larger maxSize.',
      })
    }
    this.#add(item)
  }

  /** The next item; waits for one, without a time limit. */
  get(): Promise<T> {
    if (this.#items.length > 0) return Promise.resolve(this.#remove())
    return waitInKit(() => new Promise((resolve) => this.#takers.push(resolve)))
  }

  /** The next item, or `null` when there is none now: what a synchronous `emit` returns. */
  getNowait(): T | null {
    return this.#items.length > 0 ? this.#remove() : null
  }

  /**
   * The next item, or `null` when none came in time.
   *
   * @param timeout ms; 0 or more.
   */
  getWithin(timeout: number): Promise<T | null> {
    if (this.#items.length > 0) return Promise.resolve(this.#remove())
    return waitInKit(() => this.#takeWithin(timeout))
  }

  /** Throws away all items; gives back how many there were. */
  clear(): number {
    const count = this.#items.length
    this.#items = []
    for (const go of this.#putters.splice(0)) go()
    return count
  }

  /** Takes items for ever: `for await (const item of queue)`. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, never, undefined> {
    while (true) yield await this.get()
  }

  #takeWithin(timeout: number): Promise<T | null> {
    return new Promise((resolve) => {
      const take = (item: T): void => {
        clearTimeout(timer)
        resolve(item)
      }
      const timer = setTimeout(() => {
        this.#takers = this.#takers.filter((taker) => taker !== take)
        resolve(null)
      }, timeout)
      this.#takers.push(take)
    })
  }

  #add(item: T): void {
    const taker = this.#takers.shift()
    if (taker) taker(item)
    else this.#items.push(item)
    hostBinding()?.queueGrew()
  }

  #remove(): T {
    const item = this.#items.shift() as T
    this.#putters.shift()?.()
    return item
  }
}
