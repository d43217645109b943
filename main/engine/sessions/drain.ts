/** Those who wait until a queue has run empty. */
export function createDrain(isEmpty: () => boolean) {
  let waiting: (() => void)[] = []

  function release(): void {
    for (const resolve of waiting) resolve()
    waiting = []
  }

  return {
    /** To be called whenever the queue may have become empty. */
    check(): void {
      if (isEmpty()) release()
    },
    whenEmpty(): Promise<void> {
      if (isEmpty()) return Promise.resolve()
      return new Promise((resolve) => waiting.push(resolve))
    },
    /** Nothing is waited for any more: the queue is gone. */
    release,
  }
}
