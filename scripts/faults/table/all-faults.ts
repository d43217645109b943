import { blockingFaults } from './blocking-faults'
import { endingFaults } from './ending-faults'
import { both, type Fault } from './fault'
import { floodingFaults } from './flooding-faults'
import { memoryFaults } from './memory-faults'
import { swapFaults } from './swap-faults'
import { throwingFaults } from './throwing-faults'

/** What the others are compared with: nothing happens for as long as a flood lasts. */
const noFault = (lasts: number): Fault => ({
  name: 'no fault',
  plan: { by: 'go' },
  code: {},
  kinds: both,
  expect: { ending: 'goes on', within: lasts + 2000, lasts },
})

/** The first is no fault: what the others are compared with. `floodLasts`: ms. */
export function allFaults(floodLasts: number): readonly [Fault, ...Fault[]] {
  return [
    noFault(floodLasts),
    ...blockingFaults,
    ...memoryFaults,
    ...throwingFaults,
    ...floodingFaults(floodLasts),
    ...swapFaults,
    ...endingFaults,
  ]
}
