import type { Lane, TimelineRange } from '../../../../contract/timeline'

interface LaneColumns {
  highs: Float32Array
  lows: Float32Array | null
}

/** What the lanes of a grid are like, by their ids. */
export interface LaneRules<Id extends string> {
  /** Columns that are put together become all of them, not the most of them. */
  readonly isSum: (id: Id) => boolean
  /** Beside the most the least is kept. */
  readonly hasLows: (id: Id) => boolean
}

const empty = (columns: number): Float32Array => new Float32Array(columns).fill(Number.NaN)

function mostOf(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a
}
function leastOf(a: number, b: number): number {
  return Number.isNaN(a) || b < a ? b : a
}
const sumOf = (a: number, b: number): number => (Number.isNaN(a) ? b : a + b)

/** Lanes of columns of equal length in time; what lies beyond them is left out. */
export interface LaneGrid<Id extends string> {
  readonly range: TimelineRange
  /** Something of this value was there from one time to another; of sound `low` beside it. */
  put(id: Id, from: number, to: number, value: number, low?: number): void
  /** Takes over what lies here of another one's columns, which are not longer than these. */
  takeFrom(other: LaneGrid<Id>): void
  lanes(): readonly Lane<Id>[]
}

export function createLaneGrid<Id extends string>(
  { fromUs, columnUs, columns }: TimelineRange,
  { isSum, hasLows }: LaneRules<Id>,
): LaneGrid<Id> {
  const lanes = new Map<Id, LaneColumns>()
  const columnAt = (us: number): number => Math.floor((us - fromUs) / columnUs)

  function laneOf(id: Id): LaneColumns {
    const lane = lanes.get(id) ?? {
      highs: empty(columns),
      lows: hasLows(id) ? empty(columns) : null,
    }
    lanes.set(id, lane)
    return lane
  }

  return {
    range: { fromUs, columnUs, columns },
    put(id, from, to, value, low = value) {
      const first = Math.max(0, columnAt(from))
      // Its end does not belong to it, but its beginning does.
      const last = Math.min(columns - 1, Math.max(columnAt(from), Math.ceil((to - fromUs) / columnUs) - 1))
      if (last < first) return
      const { highs, lows } = laneOf(id)
      const join = isSum(id) ? sumOf : mostOf
      for (let at = first; at <= last; at += 1) {
        highs[at] = join(highs[at] as number, value)
        if (lows) lows[at] = leastOf(lows[at] as number, low)
      }
    },
    takeFrom(other) {
      const { fromUs: otherFrom, columnUs: otherUs } = other.range
      const first = Math.max(0, Math.floor((fromUs - otherFrom) / otherUs))
      for (const { id, values, lows } of other.lanes()) {
        const end = Math.min(values.length, Math.ceil((fromUs + columns * columnUs - otherFrom) / otherUs))
        for (let at = first; at < end; at += 1) {
          const value = values[at] as number
          const us = otherFrom + at * otherUs
          if (!Number.isNaN(value)) this.put(id, us, us, value, lows?.[at] ?? value)
        }
      }
    },
    lanes: () => [...lanes].map(([id, { highs, lows }]) => ({ id, values: highs, lows })),
  }
}
