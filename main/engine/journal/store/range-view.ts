import type { RowDirection, RowKind } from '../../../../contract/journal'
import type { BothWays, RangeFigures } from '../../../../contract/range-figures'
import { createBudgetSums } from './budget-view'
import { countUpTo } from './column'
import type { Segment } from './segment'
import type { SegmentIndex } from './segment-index'

/** Calls are told of so much later than they ended, at most, µs. */
const LATE_US = 1_000_000

const none = (): { -readonly [K in keyof BothWays]: number } => ({ in: 0, out: 0 })

function createFigures() {
  const calls = createBudgetSums()
  const [messages, packets, lost] = [none(), none(), none()]
  let faults = 0

  function visitor(index: SegmentIndex): (at: number) => void {
    const addCall = calls.visitor(index)
    const missing = index.reader('lost')
    const adds: { readonly [K in RowKind]?: (at: number, direction: RowDirection) => void } = {
      call: addCall,
      message(_at, direction) {
        messages[direction] += 1
      },
      rtp(at, direction) {
        packets[direction] += 1
        lost[direction] += Number(missing(at) ?? 0)
      },
      error() {
        faults += 1
      },
    }
    return (at) => adds[index.kindOf(at)]?.(at, index.directionOf(at) ?? 'in')
  }

  return {
    visitor,
    read: (complete: boolean): RangeFigures => ({
      methods: calls.read().methods.filter(({ version }) => version === null),
      ...{ messages, packets, lost, faults, complete },
    }),
  }
}

/** What passed from one time to another, both included, µs on the session's clock. */
export function figuresOfRange(
  segments: readonly Segment[],
  fromUs: number,
  toUs: number,
  hasTime: () => boolean,
): RangeFigures {
  const figures = createFigures()
  let complete = true
  for (const segment of segments) {
    const { index, isComplete } = segment.catchUp(hasTime)
    complete &&= isComplete
    const times = index.atUs.values
    const visit = figures.visitor(index)
    const end = countUpTo(times, index.count, toUs + LATE_US)
    for (let at = countUpTo(times, index.count, fromUs - LATE_US); at < end; at += 1) {
      const us = times[at] as number
      if (us >= fromUs && us <= toUs) visit(at)
    }
  }
  return figures.read(complete)
}
