import type { HostLimits } from '../../contract/limits'
import { hostLimitsSchema } from '../../contract/limits'

export type LimitName = keyof HostLimits

export interface LimitRange {
  readonly min: number
  readonly max: number
}

/** The bounds are the contract's: nothing here repeats them. */
export function rangeOf(name: LimitName): LimitRange {
  const { minValue, maxValue } = hostLimitsSchema.shape[name]
  return { min: minValue ?? 0, max: maxValue ?? Number.MAX_SAFE_INTEGER }
}

/** Why `text` is no value for that limit; null when it is one. */
export function limitTrouble(name: LimitName, text: string): string | null {
  const { min, max } = rangeOf(name)
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value)) return 'Enter a whole number.'
  if (value < min) return `Not less than ${min.toLocaleString('en')}.`
  return value > max ? `Not more than ${max.toLocaleString('en')}.` : null
}
