import { quantileOf } from '../../scripts/faults/wire/packet-gaps'

/** How measured values are spread; all 0 of none. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const at = (share: number) => quantileOf(values, share)
  return { count: values.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
