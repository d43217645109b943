import type { AsyncQueue } from './async-queue'

/**
 * The queue's next item, or `null` when none came in time: the usual body of an asynchronous `emit`.
 *
 * @param timeout ms; 100 as in FastRTC's `wait_for_item` (0.1 s there).
 */
export function waitForItem<T>(queue: AsyncQueue<T>, timeout = 100): Promise<T | null> {
  return queue.getWithin(timeout)
}
