import type { HostKind } from '../../../contract/host-link'
import type { HostStatus } from '../../../contract/state'
import type { WireStats } from '../wire/packet-gaps'
import type { MemorySpan } from './memory-watch'

/** The neighbour's call before, during and after the fault. */
export interface NeighbourStats {
  readonly before: WireStats
  readonly during: WireStats
  readonly after: WireStats
}

/** How the app told of its death when it was started again. */
export interface NextStart {
  readonly accident: 'app' | 'engine' | null
  /** The handler runs in a process from now on. */
  readonly isInProcess: boolean
  /** Rows of the cut-off session's journal. */
  readonly rows: number
}

/** What one fault did, as the person sees it. */
export interface Outcome {
  /** Of the subject's session, in their order. */
  readonly states: readonly HostStatus[]
  /** All that was said of it, by faults, statuses and the journal. */
  readonly said: readonly string[]
  /** Where the subject ran at the end; null when it did not. */
  readonly isolation: HostKind | null
  /** From the fault until the ending that is expected, ms; null when it did not come. */
  readonly recovery: number | null
  /** Why the app ended; null when it did not. */
  readonly appEnded: string | null
  readonly nextStart: NextStart | null
  /** The handler sent a signal to the runner, which is the app's parent. */
  readonly parentSignalled: boolean
  readonly neighbour: NeighbourStats
  /** Of the app until the ending; null when that was too soon to tell, or the app ended. */
  readonly memory: MemorySpan | null
  /** How late the runner's own timers were during the fault, ms: what it adds to the gaps. */
  readonly runnerDelay: number
}
