/** What a panel says, beside what was measured outside of the app. */
export interface Claim {
  readonly what: string
  readonly unit: string
  readonly truth: number
  /** NaN = the panel says nothing. */
  readonly panel: number
  /** How far it may be off; null = it is only told. */
  readonly within: number | null
}

/** How far the panel is off, above the truth. */
export const offBy = ({ truth, panel }: Claim): number => panel - truth

/** A panel that says nothing is wrong, too. */
export function isKept(claim: Claim): boolean | null {
  if (claim.within === null) return null
  // What is 3 by its digits is not 3.0000001 by its sum.
  return Math.abs(offBy(claim)) <= claim.within + 1e-9
}

const digits = (value: number): string => {
  if (Number.isNaN(value)) return 'nothing'
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(2)
}

const verdictText = (claim: Claim): string => {
  const kept = isKept(claim)
  return kept === null ? '–' : kept ? 'kept' : 'MISSED'
}

const heading = ['what', 'unit', 'truth', 'panel', 'off by', 'within', 'verdict']

function rowOf(claim: Claim): string[] {
  const { what, unit, truth, panel, within } = claim
  const off = offBy(claim)
  const sign = off > 0 ? '+' : ''
  const limit = within === null ? '–' : within === 0 ? 'exact' : String(within)
  return [what, unit, digits(truth), digits(panel), `${sign}${digits(off)}`, limit, verdictText(claim)]
}

/** A table, names to the left, numbers to the right. */
export function claimsText(claims: readonly Claim[]): string {
  const rows = [heading, ...claims.map(rowOf)]
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isText = (column: number) => column < 2 || column >= heading.length - 1
  const cell = (text: string, column: number) =>
    isText(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Of a series that may have holes. */
export const meanOfSeries = (values: Iterable<number>): number =>
  meanOf([...values].filter((value) => !Number.isNaN(value)))

/** At least this share of the values is at most so much; NaN of none. */
export const quantileOf = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN
