import type { Column } from './graph-specs'

/** What a line says, without the picture; null = nothing is known. */
export interface LineFigures {
  /** The newest, or the one that is pointed at. */
  readonly now: number | null
  readonly mean: number | null
  readonly most: number | null
}

export function figuresOfLine(values: Column, at: number | null): LineFigures {
  let [sum, count, most, newest] = [0, 0, Number.NEGATIVE_INFINITY, Number.NaN]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
    most = Math.max(most, value)
    newest = value
  }
  const now = at === null ? newest : (values[at] ?? Number.NaN)
  return {
    now: Number.isNaN(now) ? null : now,
    mean: count === 0 ? null : sum / count,
    most: count === 0 ? null : most,
  }
}

/** Three digits are more than a graph shows. */
export function figureText(value: number | null): string {
  if (value === null) return '–'
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size < 10) return value.toFixed(1)
  return Math.round(value).toLocaleString('en')
}
