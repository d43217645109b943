import type { TurnsRun } from './run-turns'
import type { Clip } from './spoken-clip'

export interface Judgement {
  readonly spoken: number
  /** ms from the last sound of what was said to the decision that it was over. */
  readonly endDelays: readonly number[]
  /** ms from its first sound to the decision that somebody speaks. */
  readonly startDelays: readonly number[]
  /** Said, but no turn began. */
  readonly missed: number
  /** A turn began where nothing was said. */
  readonly falseStarts: number
  /** A turn ended in the middle of what was said. */
  readonly splits: number
  /** The reply function was not given the first sound. */
  readonly clipped: number
}

/** How long after its end a turn may still be about what was said, ms: the silences in clips are longer. */
const REACH = 1000

/** Compares what was recognised with what was said. */
export function judgeTurns(clip: Clip, run: TurnsRun): Judgement {
  const said = clip.spoken.map(({ start, end }) => ({ start: start * 1000, end: end * 1000 }))
  const begun = run.events.filter(({ name }) => name === 'started_talking')
  const over = run.events.filter(({ name }) => name === 'pause_detected')
  const within = (at: number, { start, end }: { start: number; end: number }): boolean =>
    at >= start && at <= end + REACH
  const starts = said.map((one) => begun.filter(({ at }) => within(at, one)))
  const ends = said.map((one) => over.filter(({ at }) => within(at, one)))
  return {
    spoken: said.length,
    endDelays: said.flatMap(({ end }, n) => {
      const last = ends[n]?.at(-1)
      return last ? [last.at - end] : []
    }),
    startDelays: said.flatMap(({ start }, n) => {
      const first = starts[n]?.[0]
      return first ? [first.at - start] : []
    }),
    missed: starts.filter((found) => found.length === 0).length,
    falseStarts: begun.filter(({ at }) => !said.some((one) => within(at, one))).length,
    splits: ends.reduce((sum, found) => sum + Math.max(0, found.length - 1), 0),
    clipped: said.filter(({ start }, n) => firstSample(clip, run, ends[n]?.[0]?.at) > start).length,
  }
}

/** When the utterance begins that was over at `at`, ms: found by its samples. */
function firstSample(clip: Clip, run: TurnsRun, at: number | undefined): number {
  const over = run.events.filter(({ name }) => name === 'pause_detected')
  const utterance = run.utterances[over.findIndex((event) => event.at === at)]
  if (at === undefined || !utterance) return Number.POSITIVE_INFINITY
  const latest = Math.round((at * clip.sampleRate) / 1000) - utterance.length
  // It ends up to `speechPadMs` after its last speech, which is no later than when it was found to be over.
  for (let start = latest; start >= 0; start--) {
    if (utterance.subarray(0, 480).every((sample, n) => sample === clip.samples[start + n]))
      return (start * 1000) / clip.sampleRate
  }
  return Number.POSITIVE_INFINITY
}
