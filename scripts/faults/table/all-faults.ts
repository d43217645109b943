import { blockingFaults } from './blocking-faults'
import { endingFaults } from './ending-faults'
import { both, type Fault } from './fault'
import { floodingFaults } from './flooding-faults'
import { memoryFaults } from './memory-faults'
import { swapFaults } from './swap-faults'
import { throwingFaults } from './throwing-faults'

/** What the others are compared with: nothing happens for as long as a flood lasts. */
export const noFault: Fault = {
  name: 'no fault',
  plan: { by: 'go' },
  code: {},
  kinds: both,
  expect: { ending: 'goes on', within: 7000, lasts: 5000 },
}

export const allFaults: readonly Fault[] = [
  noFault,
  ...blockingFaults,
  ...memoryFaults,
  ...throwingFaults,
  ...floodingFaults,
  ...swapFaults,
  ...endingFaults,
]
