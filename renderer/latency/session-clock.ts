import type { Client } from '../state/client'

/** Of some looks the one that took the shortest is the most exact. */
const LOOKS = 5

/**
 * How far the session's clock is ahead of `performance.now()`, ms: exact to half the shortest round trip to the engine, about a
 * millisecond.
 */
export async function sessionClockOffset(
  client: Client,
  sessionId: string,
  now: () => number,
): Promise<number> {
  let best = { took: Number.POSITIVE_INFINITY, offset: 0 }
  for (let look = 0; look < LOOKS; look += 1) {
    const asked = now()
    const { at } = await client.request('session.clock', { sessionId })
    const answered = now()
    if (answered - asked < best.took) best = { took: answered - asked, offset: at - (asked + answered) / 2 }
  }
  return best.offset
}
