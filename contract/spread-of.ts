import type { Spread } from './budget'

/** Of numbers that are few, and may be negative; null of none. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b)
  const max = sorted.at(-1)
  if (max === undefined) return null
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? max
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max }
}
