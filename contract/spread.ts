import type { RowFieldValue } from './row-fields'

/** Mean and maximum of numbers as they come; what is no number is passed over. Both are null before the first. */
export function createSpread() {
  let sum = 0
  let count = 0
  let max: number | null = null
  return {
    add(value: RowFieldValue | undefined): void {
      if (typeof value !== 'number') return
      sum += value
      count += 1
      max = Math.max(max ?? value, value)
    },
    mean: (): number | null => (count === 0 ? null : sum / count),
    max: (): number | null => max,
  }
}
