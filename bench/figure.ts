import type { Quantiles } from '../contract/metrics'
import { createQuantiles } from '../main/engine/media/quantiles'

export const statistics = ['mean', 'p50', 'p95', 'p99', 'max'] as const
export type Statistic = (typeof statistics)[number]

/** What is known of a measured quantity; `count` = how many values it was made of. */
export type Measured = { readonly [S in Statistic]?: number } & { readonly count: number }

/** At most `limit` for that statistic; above what the baseline measured, or above nothing. */
export interface Target {
  readonly of: Statistic
  readonly above: 'zero' | 'baseline'
  readonly limit: number
}

/** One line of the report. */
export interface Figure {
  readonly name: string
  /** `n`: a plain number of something. */
  readonly unit: 'ms' | '%' | '/s' | 'n'
  readonly measured: Measured
  readonly baseline: Measured | null
  readonly target: Target | null
}

export type Verdict = 'met' | 'missed' | 'no target'

/** Throws when there is not one value: nothing was measured, and that is no figure. */
export function distributionOf(values: readonly number[]): Measured {
  if (values.length === 0) throw new Error('nothing was measured')
  const quantiles = createQuantiles({ capacity: values.length })
  for (const value of values) quantiles.add(value)
  return quantilesMeasured(quantiles.take())
}

export function quantilesMeasured(quantiles: Quantiles): Measured {
  if (quantiles.count === 0) throw new Error('nothing was measured')
  return quantiles
}

/** How far a statistic lies above the baseline's; null where one of the two is missing. */
export function differenceOf({ measured, baseline }: Figure, of: Statistic): number | null {
  const [here, there] = [measured[of], baseline?.[of]]
  return here === undefined || there === undefined ? null : here - there
}

/** Throws when the figure lacks what its target is about. */
export function verdictOf(figure: Figure): Verdict {
  const { target } = figure
  if (!target) return 'no target'
  const value = target.above === 'zero' ? figure.measured[target.of] : differenceOf(figure, target.of)
  if (value === undefined || value === null) throw new Error(`${figure.name} has no ${target.of} to judge`)
  return value <= target.limit ? 'met' : 'missed'
}
