import type { HostKind } from '../../../contract/host-link'
import type { BackendKind } from '../backends/backend'
import type { MemorySpan } from './memory-watch'
import type { Outcome } from './outcome'

/** One row of the table. */
export interface FaultResult {
  readonly name: string
  readonly kind: HostKind
  readonly backend: BackendKind
  /** null = the suite itself failed at it; `problems` says how. */
  readonly outcome: Outcome | null
  /** What was not as it must be. */
  readonly problems: readonly string[]
}

const NONE = '–'
const MOST_WORDS = 110
/** What is said of every call. */
const COURSE = /^(version \d|connecting$|live$|closing|closed|data channel)|is blocked$/

function msText(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : value.toFixed(0)
}

function memoryText(memory: MemorySpan | null): string {
  if (!memory) return NONE
  const { before, most, after, rise } = memory
  return `${before.toFixed(0)} / ${most.toFixed(0)} / ${after.toFixed(0)} (${rise.toFixed(0)})`
}

/** What the person saw, in a line: the handler's states, and the last that was said. */
export function seenText(outcome: Outcome): string {
  const said = outcome.said.find((text) => !COURSE.test(text))?.split('\n')[0] ?? ''
  const states = outcome.states.join(' › ') || 'no session'
  const shown = said.length > MOST_WORDS ? `${said.slice(0, MOST_WORDS - 1)}…` : said
  return shown ? `${states}; ${shown}` : states
}

function cellsOf({ name, kind, backend, outcome, problems }: FaultResult): string[] {
  const verdict = problems.length === 0 ? 'ok' : 'BAD'
  if (!outcome) return [verdict, name, kind, backend, NONE, NONE, NONE, NONE, NONE, NONE]
  const { before, during, after } = outcome.neighbour
  return [
    verdict,
    name,
    kind,
    backend,
    msText(outcome.recovery),
    `${msText(before.maxGap)} / ${msText(during.maxGap)} / ${msText(after.maxGap)}`,
    `${msText(during.p99Gap)}, ${during.longGaps}, ${during.lost}`,
    msText(outcome.runnerDelay),
    memoryText(outcome.memory),
    seenText(outcome),
  ]
}

const HEAD = [
  '',
  'fault',
  'in a',
  'on',
  'recovery ms',
  "neighbour's longest gap before / during / after",
  'p99, > 60 ms, lost',
  'runner late',
  'MB before / most / after (rise)',
  'what the person sees',
]

/** The results as a table in Markdown, with the problems below it. */
export function faultTable(results: readonly FaultResult[]): string {
  const rows = [HEAD, ...results.map(cellsOf)].map((cells) =>
    cells.map((cell) => cell.replaceAll('|', '\\|')),
  )
  const widths = HEAD.map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const ruler = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  const [head = [], ...body] = rows
  const bad = results.filter(({ problems }) => problems.length > 0)
  const complaints = bad.flatMap(({ name, kind, backend, problems }) => [
    '',
    `${name} (${kind}, ${backend}):`,
    ...problems.map((problem) => `  - ${problem}`),
  ])
  const sum = `${results.length - bad.length} of ${results.length} as they must be`
  return [line(head), ruler, ...body.map(line), ...complaints, '', sum].join('\n')
}
