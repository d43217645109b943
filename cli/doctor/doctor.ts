import { toWireError, type WireError } from '../../contract/errors'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { Output, Style } from '../output'
import { complaint, type Examination } from './examination'

export type Verdict = 'ok' | 'warning' | 'failed'

export interface Diagnosis {
  readonly name: string
  readonly verdict: Verdict
  /** What was found, or what is wrong. */
  readonly detail: string
  /** null = nothing is to be done. */
  readonly remedy: string | null
}

/** For one examination: what a working machine needs a second for, ms. */
const LIMIT = 20_000
const marks: { readonly [verdict in Verdict]: Style } = { ok: 'green', warning: 'yellow', failed: 'red' }

function within(work: Promise<string>, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = complaint(`no answer within ${limit / 1000} s`, 'Is the machine very busy? Try again.')
    const timer = setTimeout(() => reject(late), limit)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function wrong({ name, needed }: Examination, { message, hint }: WireError): Diagnosis {
  const remedy = hint ?? 'Install Soundcheck anew; if it stays so, report what is said here.'
  return { name, verdict: needed ? 'failed' : 'warning', detail: message, remedy }
}

export async function diagnose(examination: Examination, limit = LIMIT): Promise<Diagnosis> {
  const { name, look } = examination
  try {
    const detail = await within((async () => look())(), limit)
    return { name, verdict: 'ok', detail, remedy: null }
  } catch (thrown) {
    return wrong(examination, toWireError(thrown))
  }
}

function tell({ name, verdict, detail, remedy }: Diagnosis, output: Output): void {
  const mark = output.paint(marks[verdict], verdict.padEnd(7))
  const advice = remedy === null ? [] : remedy.split('\n').map((line) => `        ${line}`)
  const text = [`${mark} ${output.paint('bold', name)}: ${detail}`, ...advice].join('\n')
  output.result({ event: 'examined', name, verdict, detail, remedy }, text)
}

/** One after the other, so that none disturbs the next. */
export async function doctor(examinations: readonly Examination[], output: Output): Promise<ExitCode> {
  const verdicts: Verdict[] = []
  for (const examination of examinations) {
    const diagnosis = await diagnose(examination)
    verdicts.push(diagnosis.verdict)
    tell(diagnosis, output)
  }
  const failed = verdicts.filter((verdict) => verdict === 'failed').length
  const warnings = verdicts.filter((verdict) => verdict === 'warning').length
  output.result(
    { event: 'done', failed, warnings },
    failed > 0
      ? `${failed} failed`
      : `Soundcheck can work here${warnings > 0 ? `; ${warnings} to look at` : ''}.`,
  )
  return failed > 0 ? exitCodes.failed : exitCodes.fine
}
