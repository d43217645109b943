import type { Machine } from '../machine'
import type { ServeResult } from './serve-result'
import type { StepResult } from './step'
import { judgeTargets, type Verdict } from './targets'
import type { StallResult } from './trouble'

const heading = [
  'sessions',
  'gap p50',
  'p99',
  'max',
  '>40 ms %',
  'lost',
  'echo p50',
  'p95',
  'gain',
  'picture p50',
  'p95',
  'shown/s',
  'cpu s/s',
  'engine',
  'other threads',
  'session threads',
  'client cpu',
  'MB each',
  'first audio',
  'client late',
  'clean',
]

const NONE = '–'
const ms = (value: number | undefined) => (value === undefined ? NONE : value.toFixed(1))

function cellsOf(step: StepResult): readonly string[] {
  const { gaps, latency, pictures, cpu } = step
  return [
    String(step.sessions),
    ms(gaps.p50),
    ms(gaps.p99),
    ms(gaps.max),
    (step.longGapShare * 100).toFixed(2),
    String(step.lost),
    ms(latency.p50),
    ms(latency.p95),
    step.gain.toFixed(2),
    ms(pictures?.latency.p50),
    ms(pictures?.latency.p95),
    ms(pictures?.perS),
    (cpu.engine + cpu.others).toFixed(4),
    cpu.engine.toFixed(4),
    cpu.others.toFixed(4),
    String(step.sessionThreads),
    step.clientCpu.toFixed(4),
    step.rssMbPerSession.toFixed(1),
    ms(step.firstAudio.p50),
    ms(step.clientLateness),
    step.isClean ? 'yes' : 'no',
  ]
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  ')).join('\n')
}

const stallText = ({ what, before, worst, after, recoveredAfter }: StallResult) =>
  `  the ${what}: ${ms(before)} ms before, ${ms(worst)} at worst, ${ms(after)} from a second after; ` +
  (recoveredAfter === null
    ? 'never as before again'
    : `as before ${recoveredAfter.toFixed(0)} ms after its end`)

const verdictText = ({ name, target, measured, isMet }: Verdict) =>
  [name, target, measured, isMet ? 'met' : 'missed'] as const

function machineText({ processors, model, busyShare, loadAverage }: Machine): string {
  const busy = Math.round(busyShare * 100)
  return `${processors} x ${model}; ${busy} % busy with other work before the start, load ${loadAverage.toFixed(1)}`
}

/** The result for people. */
export function serveReportText(result: ServeResult): string {
  const ramps = result.ramps.map(({ media, server, steps }) =>
    [`${media}, ${server}:`, table([heading, ...steps.map(cellsOf)]), ''].join('\n'),
  )
  const beside = result.beside.map(({ handler, step }) => [`${handler} neighbour`, ...cellsOf(step)])
  return [
    `${machineText(result.machine)}; ${result.seconds} s of each step; all times in ms`,
    '',
    ...ramps,
    ...(result.stalls.length > 0 ? ['Echo around a stall of 300 ms of'] : []),
    ...result.stalls.map(stallText),
    ...(beside.length > 0 ? ['', table([['beside a', ...heading], ...beside])] : []),
    '',
    table([['target of', 'at most', 'measured', ''], ...judgeTargets(result).map(verdictText)]),
    ...result.failures.map((failure) => `\nnot measured: ${failure}`),
    '',
  ].join('\n')
}

/** The result for programs: one line of JSON. */
export function serveReportJson(result: ServeResult): string {
  return JSON.stringify({ ...result, targets: judgeTargets(result) })
}
