/** How long sound must have come in at its own speed before it is judged, ms. */
const WINDOW = 1000
/** How much of it makes a window one of live sound, ms: neither a clip that was sent at once, nor single words. */
const LIVE = { from: 500, to: 1200 }
/** What is caught up in a window at most, ms: the handler is spoken to a fifth faster, and loses nothing. */
const STEP = 200

/**
 * Finds out that live sound waits for nothing: the clock of its times began late, behind a first piece that was held up, or
 * behind what a client had collected before it was connected.
 */
export function createCatchUp() {
  let since: number | null = null
  let pushedMs = 0
  let lowest = Number.POSITIVE_INFINITY

  function restart(now: number): void {
    since = now
    pushedMs = 0
    lowest = Number.POSITIVE_INFINITY
  }

  return {
    /** Sound of `durationMs` came in and would wait for `waitMs`; by how much all that waits is to be heard earlier, mostly 0. */
    note(durationMs: number, waitMs: number, now: number): number {
      if (since === null) restart(now)
      const isOver = since !== null && now - since >= WINDOW
      const isLive = pushedMs >= LIVE.from && pushedMs <= LIVE.to
      const earlier = isOver && isLive ? Math.min(lowest, STEP) : 0
      if (isOver) restart(now)
      pushedMs += durationMs
      lowest = Math.min(lowest, waitMs - earlier)
      return earlier
    },
  }
}
