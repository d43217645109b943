export interface WorkQueue {
  /** Does the work on `id` once, soon; more important work goes first. Work that runs is done again afterwards. */
  add(id: string, importance: number): void
  remove(id: string): void
  /** Whether `id` is still to be done (once more). */
  isWaiting(id: string): boolean
  /** Starts nothing more; resolves when what runs has ended. */
  close(): Promise<void>
}

export interface WorkQueueOptions {
  readonly concurrency: number
  /** Must not reject. */
  readonly run: (id: string) => Promise<void>
  /** Nothing waits or runs. */
  readonly onIdle?: () => void
}

export function createWorkQueue({ concurrency, run, onIdle }: WorkQueueOptions): WorkQueue {
  const waiting = new Map<string, number>()
  const running = new Map<string, Promise<void>>()
  let closed = false

  function mostImportant(): string | undefined {
    let best: string | undefined
    for (const [id, importance] of waiting) {
      if (running.has(id)) continue
      if (best === undefined || importance > (waiting.get(best) ?? 0)) best = id
    }
    return best
  }

  function startMore(): void {
    while (!closed && running.size < concurrency) {
      const id = mostImportant()
      if (id === undefined) break
      waiting.delete(id)
      running.set(id, work(id))
    }
    if (!closed && running.size === 0 && waiting.size === 0) onIdle?.()
  }

  async function work(id: string): Promise<void> {
    // So that the work starts after it is known to run.
    await Promise.resolve()
    try {
      await run(id)
    } finally {
      running.delete(id)
      startMore()
    }
  }

  return {
    add(id, importance) {
      if (closed) return
      waiting.set(id, importance)
      startMore()
    },
    remove: (id) => void waiting.delete(id),
    isWaiting: (id) => waiting.has(id),
    async close() {
      closed = true
      waiting.clear()
      await Promise.all(running.values())
    },
  }
}
