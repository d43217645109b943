/** How much later one sound follows another, found by their envelopes. */
export interface EchoDelay {
  readonly delayMs: number
  /** How alike they are then, 0..1: 1 = the same envelope. */
  readonly likeness: number
}

/** Below it something else came back. */
const LEAST_LIKENESS = 0.5
/** What hardly varies is as like itself at any delay: the spread of the square roots of its amplitudes. */
const LEAST_SPREAD = 0.02

/** Without its mean; soft sounds count, too. null for what is steady. */
function varying(peaks: ArrayLike<number>, from: number, length: number): Float64Array | null {
  const values = Float64Array.from({ length }, (_, at) => Math.sqrt(peaks[from + at] ?? 0))
  const mean = values.reduce((sum, value) => sum + value, 0) / length
  for (let at = 0; at < length; at += 1) values[at] = (values[at] as number) - mean
  const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / length)
  return spread < LEAST_SPREAD ? null : values
}

function likenessOf(a: Float64Array, b: Float64Array): number {
  let [both, left, right] = [0, 0, 0]
  for (let at = 0; at < a.length; at += 1) {
    const [x, y] = [a[at] as number, b[at] as number]
    both += x * y
    left += x * x
    right += y * y
  }
  return both / Math.sqrt(left * right)
}

/** Between two steps the top of a parabola through the three is nearer to the truth. */
function between(before: number, top: number, after: number): number {
  const bend = before - 2 * top + after
  return bend === 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)))
}

/**
 * Finds by how much `received` follows `sent`, as for an echo or a filter. null where it does not, or where the sound is too steady to tell.
 *
 * @param sent highest amplitudes in steps of `stepMs`, 0..1, oldest first
 * @param received the same of the same times
 * @param longestMs the longest delay that is looked for
 */
export function findEchoDelay(
  sent: ArrayLike<number>,
  received: ArrayLike<number>,
  stepMs: number,
  longestMs: number,
): EchoDelay | null {
  const lags = Math.round(longestMs / stepMs)
  const length = Math.min(sent.length, received.length) - lags
  const then = length > lags ? varying(sent, 0, length) : null
  if (!then) return null
  const likeness = Float64Array.from({ length: lags + 1 }, (_, lag) => {
    const now = varying(received, lag, length)
    return now ? likenessOf(then, now) : 0
  })
  const best = likeness.reduce((top, value, lag) => (value > (likeness[top] as number) ? lag : top), 0)
  const top = likeness[best] as number
  if (top < LEAST_LIKENESS) return null
  const part = between(likeness[best - 1] ?? top, top, likeness[best + 1] ?? top)
  return { delayMs: (best + part) * stepMs, likeness: top }
}
