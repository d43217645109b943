/** What must be undone at the end, newest first. What is added after the end is undone at once. */
export interface ClosingList {
  readonly closed: boolean
  add(close: () => void | Promise<void>): void
  close(): Promise<void>
}

export function createClosingList(onError: (thrown: unknown) => void): ClosingList {
  const steps: (() => void | Promise<void>)[] = []
  let closing: Promise<void> | null = null
  const run = async (step: () => void | Promise<void>) => {
    try {
      await step()
    } catch (thrown) {
      onError(thrown)
    }
  }
  const closeAll = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) await run(step)
  }
  return {
    get closed() {
      return closing !== null
    },
    add: (step) => {
      if (closing) void run(step)
      else steps.push(step)
    },
    close: () => {
      closing ??= closeAll()
      return closing
    },
  }
}
