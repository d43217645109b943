import { SoundcheckError } from '../../../contract/errors'
import type { Quantiles } from '../../../contract/metrics'

/** Collects measured times. */
export interface QuantileCollector {
  add(ms: number): void
  /**
   * What was added since the last call; all 0 when nothing was. Quantiles are nearest-rank ones of the latest
   * `capacity` times; `count` and `max` are of all.
   */
  take(): Quantiles
}

/** `capacity` is how many times are kept, a whole number from 1. The memory is claimed once, here. */
export function createQuantiles({ capacity = 4096 }: { readonly capacity?: number } = {}): QuantileCollector {
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new SoundcheckError('invalid', `Quantiles cannot be taken of ${capacity} times`)
  }
  const ring = new Float64Array(capacity)
  let count = 0
  let max = 0
  return {
    add(ms) {
      ring[count % capacity] = ms
      max = count === 0 ? ms : Math.max(max, ms)
      count += 1
    },
    take() {
      const sorted = ring.slice(0, Math.min(count, capacity)).sort()
      const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
      const taken = { count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max }
      count = 0
      max = 0
      return taken
    },
  }
}
