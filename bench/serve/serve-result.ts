import type { Machine } from '../machine'
import type { MediaChoice } from './options'
import type { StepResult } from './step'
import type { StallResult } from './trouble'

export interface Ramp {
  readonly media: MediaChoice
  /** `baseline`: peers that send packets straight back. */
  readonly server: 'soundcheck' | 'baseline'
  readonly steps: readonly StepResult[]
}

export interface ServeResult {
  readonly machine: Machine
  readonly seconds: number
  readonly ramps: readonly Ramp[]
  readonly stalls: readonly StallResult[]
  readonly beside: readonly { readonly handler: 'slow' | 'hung'; readonly step: StepResult }[]
  /** What could not be measured, and why. */
  readonly failures: readonly string[]
}
