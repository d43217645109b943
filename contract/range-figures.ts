import type { MethodBudget } from './budget'

export interface BothWays {
  readonly in: number
  readonly out: number
}

/** What passed in a part of a session. */
export interface RangeFigures {
  /** Of the calls that ended in it, of all versions of the handler together. */
  readonly methods: readonly MethodBudget[]
  readonly messages: BothWays
  /** RTP packets. */
  readonly packets: BothWays
  /** Packets that were found to be missing. */
  readonly lost: BothWays
  readonly faults: number
  /** False while rows are still being looked at: ask again. */
  readonly complete: boolean
}
