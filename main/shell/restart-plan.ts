/** One death after another, each within this of the one before, belongs together, ms. */
const WINDOW = 60_000
/** After so many of them within the window it is left alone: it would not live the next time either. */
const MOST_DEATHS = 3
const DELAYS = [250, 1000, 2000, 4000] as const

/**
 * How long to wait before what died is started again, ms; null = not again by itself. `deaths`: when it died, oldest first, the newest
 * just now; ms.
 */
export function restartDelay(deaths: readonly number[]): number | null {
  const now = deaths.at(-1)
  if (now === undefined) return DELAYS[0]
  if (deaths.filter((at) => now - at < WINDOW).length >= MOST_DEATHS) return null
  const calm = deaths.findLastIndex((at, n) => n > 0 && at - (deaths[n - 1] ?? at) >= WINDOW)
  const inARow = deaths.length - Math.max(0, calm)
  return DELAYS[Math.min(inARow, DELAYS.length) - 1] ?? DELAYS[0]
}
