import { readWave, WAVE_STEP_MS } from '../../../../contract/wave'

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
  return {
    add(bytes: Uint8Array, fromUs: number): void {
      readWave(bytes, (step, low, high) => {
        steps.push({ us: fromUs + step * STEP_US, peak: Math.max(-low, high) })
      })
      if (steps.length > KEPT) steps = steps.slice(-KEPT)
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

export type HeardSteps = ReturnType<typeof createHeardSteps>
