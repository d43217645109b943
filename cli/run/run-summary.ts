import type { WireError } from '../../contract/errors'
import type { RunEnd, RunOutcome } from './run-plan'
import type { MethodTimes, RunTotals } from './run-watch'

/** What `soundcheck run` says of a run; seconds are of the clip's time unless they are said to be real. */
export interface RunSummary {
  readonly handler: string
  readonly speed: 'realtime' | 'max'
  readonly end: RunEnd
  /** The files that were written; null where none was asked for. */
  readonly out: string | null
  readonly messages: string | null
  /** How long the run was. */
  readonly seconds: number
  readonly realSeconds: number
  /** Of sound. */
  readonly emittedSeconds: number
  readonly pictures: number
  readonly messagesOut: number
  readonly gaps: number
  readonly trimmedMs: number
  readonly dropped: number
  /** Packets of the clip that did not decode. */
  readonly damaged: number
  readonly calls: RunTotals['calls']
  readonly faults: readonly WireError[]
}

export interface SummaryParts {
  readonly names: Pick<RunSummary, 'handler' | 'speed' | 'out' | 'messages'>
  readonly outcome: RunOutcome
  readonly totals: RunTotals
  readonly damaged: number
  readonly realMs: number
}

export function summarize({ names, outcome, totals, damaged, realMs }: SummaryParts): RunSummary {
  const { emittedInS, faults, ...counted } = totals
  const isKnown = outcome.error === null || faults.some(({ message }) => message === outcome.error?.message)
  return {
    ...names,
    end: outcome.end,
    seconds: outcome.durationMs / 1000,
    realSeconds: realMs / 1000,
    emittedSeconds: emittedInS,
    ...counted,
    gaps: outcome.gaps,
    trimmedMs: outcome.trimmedMs,
    damaged,
    faults: isKnown || outcome.error === null ? faults : [...faults, outcome.error],
  }
}

const ends: { readonly [end in RunEnd]: string } = {
  finished: 'the clip is over and the handler is silent',
  closed: 'the handler closed the stream',
  limit: 'the handler was not silent in time: see --limit',
  interrupted: 'interrupted',
  failed: 'the handler failed',
}

function callLine(name: string, { count, p50Ms, p95Ms, maxMs }: MethodTimes): string {
  const times = [p50Ms, p95Ms, maxMs].map((ms) => ms.toFixed(1))
  return `  ${name}: ${count} calls, p50 ${times[0]} ms, p95 ${times[1]} ms, longest ${times[2]} ms`
}

/** The same for people. */
export function describeRun(summary: RunSummary): string {
  const { seconds, realSeconds, emittedSeconds, pictures, messagesOut, gaps, trimmedMs, dropped, damaged } =
    summary
  const kept = summary.end === 'failed' || summary.end === 'interrupted' ? ' (as far as it came)' : ''
  const files = [summary.out, summary.messages].filter((file) => file !== null)
  const lines = [
    `${summary.handler}: ${seconds.toFixed(2)} s in ${realSeconds.toFixed(2)} s; ${ends[summary.end]}`,
    `  emitted ${emittedSeconds.toFixed(2)} s of sound, ${pictures} pictures, ${messagesOut} messages`,
    `  ${gaps} gaps, ${dropped} dropped, ${trimmedMs} ms trimmed${damaged > 0 ? `; ${damaged} packets of the clip are damaged` : ''}`,
    ...Object.entries(summary.calls).map(([name, times]) => callLine(name, times)),
    ...files.map((file) => `  wrote ${file}${kept}`),
  ]
  return lines.join('\n')
}
