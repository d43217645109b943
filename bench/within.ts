import { setTimeout } from 'node:timers/promises'

/** What `work` resolves to; rejects with `complaint` when that takes longer than `limit` ms. */
export async function within<T>(limit: number, work: Promise<T>, complaint: string): Promise<T> {
  const stop = new AbortController()
  const late = async () => {
    await setTimeout(limit, undefined, { signal: stop.signal })
    throw new Error(`${complaint} within ${limit} ms`)
  }
  const lateness = late()
  // Aborted below when the work was in time: that rejection is the wanted end.
  lateness.catch(() => undefined)
  try {
    return await Promise.race([work, lateness])
  } finally {
    stop.abort()
  }
}
