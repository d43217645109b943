/**
 * Lets pictures through at no more than a given rate, the newest first: a picture that comes while the rate allows it
 * passes at once; one that comes too early is held, replaces the one held before, and passes when it is due.
 * A leaky bucket with room for two, so that the jitter of a live source never delays a picture.
 */
export interface FrameRateGate<T> {
  /** Offers a picture at engine clock `now` (ms); returns it if it may go now. */
  offer(frame: T, now: number): T | null
  /** The held picture if it is due at `now`. */
  due(now: number): T | null
  /** The picture that passed last was so much work that none may follow for `ms`. */
  rest(ms: number): void
  /** When to call {@link due} next, or null when nothing is held. */
  nextAt(): number | null
  /** Pictures that were replaced while held. */
  readonly skipped: number
}

const BURST = 2

/** @param fps pictures per second, above 0; checked where manifests are made. */
export function createFrameRateGate<T>(fps: number): FrameRateGate<T> {
  const interval = 1000 / fps
  let tokens = BURST
  let filledAt = Number.NEGATIVE_INFINITY
  let held: { readonly frame: T } | null = null
  let skipped = 0

  function fill(now: number): void {
    const gained = Number.isFinite(filledAt) ? (now - filledAt) / interval : BURST
    tokens = Math.min(BURST, tokens + gained)
    filledAt = now
  }

  function take(now: number): boolean {
    fill(now)
    // A hair of tolerance: a timer that fires at the very due time must not miss it by a rounding error.
    if (tokens < 1 - 1e-6) return false
    tokens -= 1
    return true
  }

  return {
    offer(frame, now) {
      if (held) skipped += 1
      held = null
      if (take(now)) return frame
      held = { frame }
      return null
    },
    due(now) {
      if (!held || !take(now)) return null
      const { frame } = held
      held = null
      return frame
    },
    rest(ms) {
      if (ms > interval) tokens = Math.min(tokens, 1 - ms / interval)
    },
    nextAt: () => (held ? filledAt + (1 - tokens) * interval : null),
    get skipped() {
      return skipped
    },
  }
}
