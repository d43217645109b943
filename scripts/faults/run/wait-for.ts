import { setTimeout } from 'node:timers/promises'

const LOOK = 20

/** What `look` gives once it gives something; null when that takes longer than `limit` ms. */
export async function waitFor<T>(limit: number, look: () => T | null | undefined | false): Promise<T | null> {
  const end = performance.now() + limit
  for (;;) {
    const found = look()
    if (found) return found
    if (performance.now() > end) return null
    await setTimeout(LOOK)
  }
}
