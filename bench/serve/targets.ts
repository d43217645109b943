import type { MediaChoice } from './options'
import type { ServeResult } from './serve-result'
import type { StepResult } from './step'

/** One target with what was measured. */
export interface Verdict {
  readonly name: string
  readonly target: string
  readonly measured: string
  readonly isMet: boolean
}

const targets = {
  audio: { latency: 35, cpu: 0.045, clean: 24 },
  av: { latency: 20, cpu: 0.17, clean: 5 },
  firstAudio: 120,
  recovery: 1000,
  gain: 0.03,
}

const atMost = (name: string, unit: string, limit: number, value: number): Verdict => ({
  name,
  target: `${limit} ${unit}`,
  measured: `${value.toFixed(value < 1 ? 3 : 1)} ${unit}`,
  isMet: value <= limit,
})

/** The largest number of calls at which neither gap nor loss was met; 0 when there was none. */
export function cleanSessions(steps: readonly StepResult[]): number {
  return Math.max(0, ...steps.filter(({ isClean }) => isClean).map(({ sessions }) => sessions))
}

/** The step that the other targets are about: half of what is to be served, or the nearest that was measured. */
function middleStep(steps: readonly StepResult[], wanted: number): StepResult | undefined {
  const distance = ({ sessions }: StepResult) => Math.abs(sessions - wanted / 3)
  return [...steps].sort((a, b) => distance(a) - distance(b))[0]
}

function judgeRamp(media: MediaChoice, steps: readonly StepResult[]): Verdict[] {
  const { latency, cpu, clean } = targets[media]
  const step = middleStep(steps, clean)
  if (!step) return []
  const at = `at ${step.sessions} ${media} session(s)`
  const most = cleanSessions(steps)
  const measured = media === 'audio' ? step.latency.p50 : (step.pictures?.latency.p50 ?? Number.NaN)
  return [
    atMost(`${media === 'audio' ? 'echo' : 'picture'} latency p50 ${at}`, 'ms', latency, measured),
    atMost(`CPU of a session ${at}`, 's/s', cpu, step.cpu.engine + step.cpu.others),
    atMost(`offer to first audio p50 ${at}`, 'ms', targets.firstAudio, step.firstAudio.p50),
    {
      name: `gain ${at}`,
      target: `1.00 ± ${targets.gain}`,
      measured: step.gain.toFixed(3),
      isMet: Math.abs(step.gain - 1) <= targets.gain,
    },
    {
      name: `clean ${media} sessions`,
      target: `${clean} or more`,
      measured: String(most),
      isMet: most >= clean,
    },
  ]
}

/** Every target of what was measured. */
export function judgeTargets({ ramps, stalls, beside }: ServeResult): readonly Verdict[] {
  const ours = ramps.filter(({ server }) => server === 'soundcheck')
  return [
    ...ours.flatMap(({ media, steps }) => judgeRamp(media, steps)),
    ...stalls.map(({ what, recoveredAfter }) =>
      atMost(
        `latency as before after the ${what} stood still`,
        'ms',
        targets.recovery,
        recoveredAfter ?? Number.POSITIVE_INFINITY,
      ),
    ),
    ...beside.map(({ handler, step }) => ({
      name: `calls beside a ${handler} handler`,
      target: 'clean',
      measured: `gap of ${step.gaps.max.toFixed(0)} ms, ${step.lost} lost`,
      isMet: step.isClean,
    })),
  ]
}
