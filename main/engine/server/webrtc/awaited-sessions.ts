import type { Session } from '../../sessions/session'

export interface AwaitedSessionsOptions {
  /** How long a session is waited for, ms. */
  readonly patience: number
  /** Requests that wait at once, in all. */
  readonly limit: number
}

type Waiter = (session: Session | null) => void

/**
 * Requests about sessions that are not there yet: browsers find their first candidates while the offer is still under way, and
 * the network may bring one of them first.
 */
export function createAwaitedSessions({ patience, limit }: AwaitedSessionsOptions) {
  const waiters = new Map<string, Set<Waiter>>()
  let count = 0

  function leave(id: string, waiter: Waiter): void {
    const all = waiters.get(id)
    if (!all?.delete(waiter)) return
    count -= 1
    if (all.size === 0) waiters.delete(id)
  }

  return {
    /** Resolves to the session under this id, or to null when none came in time, the caller went away, or too many wait. */
    wait(id: string, signal: AbortSignal): Promise<Session | null> {
      if (count >= limit || signal.aborted) return Promise.resolve(null)
      return new Promise((resolve) => {
        const end: Waiter = (session) => {
          clearTimeout(timer)
          signal.removeEventListener('abort', none)
          leave(id, end)
          resolve(session)
        }
        const none = () => end(null)
        const timer = setTimeout(none, patience)
        signal.addEventListener('abort', none)
        waiters.set(id, (waiters.get(id) ?? new Set()).add(end))
        count += 1
      })
    },
    /** Lets those who wait for this session go on, in the order in which they came. */
    arrived(id: string, session: Session): void {
      for (const end of [...(waiters.get(id) ?? [])]) end(session)
    },
    get waiting() {
      return count
    },
    close(): void {
      for (const end of [...waiters.values()].flatMap((all) => [...all])) end(null)
    },
  }
}
