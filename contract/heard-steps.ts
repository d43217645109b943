import { readWave, WAVE_STEP_MS } from './wave'

/** What is kept to look back at, steps. */
const KEPT = 12_000
const STEP_US = WAVE_STEP_MS * 1000

interface Step {
  readonly us: number
  /** The highest amplitude in it, 0..1. */
  readonly peak: number
}

/** Somewhere in it: nowhere it is wrong by more than half a step. */
const middleOf = (step: Step | undefined): number | null => (step ? step.us + STEP_US / 2 : null)

/** The newest sound of one side, step by step, to find where something began or ended in it. */
export function createHeardSteps() {
  let steps: Step[] = []
  const push = (us: number, peak: number) => void steps.push({ us, peak })
  const forget = (): void => {
    if (steps.length > KEPT * 1.5) steps = steps.slice(-KEPT)
  }
  return {
    /** Adds the steps of a `sound` row. */
    add(bytes: Uint8Array, fromUs: number): void {
      readWave(bytes, (step, low, high) => push(fromUs + step * STEP_US, Math.max(-low, high)))
      forget()
    },
    /** Adds steps of {@link WAVE_STEP_MS} by the highest amplitude in each, 0..1. */
    addPeaks(peaks: readonly number[], fromUs: number): void {
      for (const [step, peak] of peaks.entries()) push(fromUs + step * STEP_US, peak)
      forget()
    },
    /** The highest amplitudes of so many steps from one time on; 0 where nothing is known. */
    peaks(fromUs: number, count: number): Float64Array {
      const found = new Float64Array(count)
      for (const { us, peak } of steps) {
        const at = Math.round((us - fromUs) / STEP_US)
        if (at >= 0 && at < count) found[at] = Math.max(found[at] as number, peak)
      }
      return found
    },
    /** Where the sound that is known ends, µs. */
    endUs: (): number => (steps.at(-1)?.us ?? Number.NEGATIVE_INFINITY) + STEP_US,
    /** The middle of the first step that is louder than this, between two times; null = there is none. */
    firstLoud: (fromUs: number, toUs: number, amplitude: number): number | null =>
      middleOf(steps.find(({ us, peak }) => us + STEP_US > fromUs && us < toUs && peak > amplitude)),
    /** The middle of the last step that is louder than `share` of the highest between two times, and than `least`. */
    lastLoud(fromUs: number, toUs: number, share: number, least: number): number | null {
      const between = steps.filter(({ us }) => us >= fromUs && us < toUs)
      const limit = Math.max(least, share * Math.max(0, ...between.map(({ peak }) => peak)))
      return middleOf(between.findLast(({ peak }) => peak > limit))
    },
    /** Where nothing louder follows for `forUs`, from `us` on; null = not yet. */
    firstQuiet(us: number, amplitude: number, forUs: number): number | null {
      let since = us
      for (const step of steps) {
        if (step.us + STEP_US <= us) continue
        if (step.peak > amplitude) since = step.us + STEP_US
        else if (step.us + STEP_US - since >= forUs) return since
      }
      return null
    },
  }
}

/** What is quieter is not heard: -50 dBFS. */
export const HEARD = 10 ** (-50 / 20)
/** Speech ends where it is 30 dB below its loudest: what follows is room and breath. */
export const SPEECH_SHARE = 10 ** (-30 / 20)

export type HeardSteps = ReturnType<typeof createHeardSteps>
