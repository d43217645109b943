import { differenceOf, type Figure, statistics, verdictOf } from './figure'
import type { Machine } from './machine'

export interface Failure {
  readonly measure: string
  readonly message: string
}

export interface BenchResult {
  readonly machine: Machine
  /** Of each measured call. */
  readonly seconds: number
  /** Share (0..1) of all processors that other programs took, by measure; above a tenth its figures tell of them, too. */
  readonly otherWork: { readonly [measure: string]: number }
  readonly figures: readonly Figure[]
  /** What could not be measured. */
  readonly failures: readonly Failure[]
}

const NONE = '–'
/** What others may take of the machine without changing the figures much. */
const QUIET = 0.1

function shown(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  return value.toFixed(Math.abs(value) < 9.95 ? 2 : 1)
}

function signed(value: number | null): string {
  return value !== null && value > 0 ? `+${shown(value)}` : shown(value)
}

function targetText({ target, unit }: Figure): string {
  if (!target) return NONE
  const above = target.above === 'baseline' ? ' above baseline' : ''
  return `${target.of} <= ${target.limit} ${unit}${above}`
}

const heading = [
  'what',
  'unit',
  ...statistics,
  'n',
  'base p50',
  'base p95',
  'diff p50',
  'diff p95',
  'target',
  'verdict',
]

function rowOf(figure: Figure): string[] {
  const { name, unit, measured, baseline, target } = figure
  return [
    name,
    unit,
    ...statistics.map((statistic) => shown(measured[statistic])),
    String(measured.count),
    shown(baseline?.p50),
    shown(baseline?.p95),
    signed(differenceOf(figure, 'p50')),
    signed(differenceOf(figure, 'p95')),
    targetText(figure),
    target ? verdictOf(figure) : NONE,
  ]
}

/** Text to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isText = (column: number) => column < 2 || column >= heading.length - 2
  const cell = (text: string, column: number) =>
    isText(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')
}

function machineText({ processors, model, busyShare, loadAverage }: Machine): string {
  const others = `${Math.round(busyShare * 100)} % busy with other work before the start, load ${loadAverage.toFixed(1)}`
  return `${processors} x ${model}; ${others}`
}

function otherWorkText(otherWork: BenchResult['otherWork']): string {
  const shares = Object.entries(otherWork).map(([name, share]) => `${name} ${Math.round(share * 100)} %`)
  const disturbed = Object.keys(otherWork).filter((name) => (otherWork[name] ?? 0) > QUIET)
  const warning =
    disturbed.length > 0 ? `. Measure again when the machine is quiet: ${disturbed.join(', ')}` : ''
  return `Taken by other programs meanwhile: ${shares.join(', ') || 'not known'}${warning}`
}

/** The result for people. */
export function reportText({ machine, seconds, otherWork, figures, failures }: BenchResult): string {
  return [
    `${machineText(machine)}; ${seconds} s of each call`,
    '',
    aligned([heading, ...figures.map(rowOf)]),
    '',
    otherWorkText(otherWork),
    ...failures.map(({ measure, message }) => `\n${measure} could not be measured: ${message}`),
    '',
  ].join('\n')
}

/** The result for programs: one line of JSON. */
export function reportJson(result: BenchResult): string {
  const figures = result.figures.map((figure) => ({ ...figure, verdict: verdictOf(figure) }))
  return JSON.stringify({ ...result, figures })
}
