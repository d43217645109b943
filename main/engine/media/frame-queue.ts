import { SoundcheckError } from '../../../contract/errors'

/** First in, first out, of bounded length: when it is full the oldest item makes room for the newest. */
export interface FrameQueue<T> {
  /** Appends `item`; the item that had to go for it, or undefined. */
  push(item: T): T | undefined
  /** Removes and gives the oldest item; undefined when there is none. */
  shift(): T | undefined
  /** Removes all items without counting them as dropped; how many there were. */
  clear(): number
  readonly length: number
  /** Items that had to make room since the queue was made. */
  readonly dropped: number
}

/** `limit` is a whole number from 1; anything else throws `invalid`. */
export function createFrameQueue<T>({ limit }: { readonly limit: number }): FrameQueue<T> {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new SoundcheckError('invalid', `A queue cannot be limited to ${limit} items`)
  }
  const items: T[] = []
  let dropped = 0
  return {
    push(item) {
      items.push(item)
      if (items.length <= limit) return undefined
      dropped += 1
      return items.shift()
    },
    shift: () => items.shift(),
    clear: () => items.splice(0).length,
    get length() {
      return items.length
    },
    get dropped() {
      return dropped
    },
  }
}
