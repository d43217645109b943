/** Lets the commands that wait at the port in: a loop that never awaits anything real would keep them out for ever. */
export function yieldToPort(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
