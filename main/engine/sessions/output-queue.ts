import type { FetchedOutputs } from '../../../contract/ipc'
import type { JsonValue } from '../../../contract/json'
import type { QueueReading } from '../../../contract/state'

/** Where FastRTC's queue grows without a bound when nobody fetches, ours keeps the newest. */
const MOST_WAITING = 1000

export interface OutputQueueOptions {
  /** Called once, when outputs are dropped for the first time. */
  readonly onOverflow: (limit: number) => void
  readonly limit?: number
}

/** The outputs of one session that no client has fetched yet, oldest first. */
export function createOutputQueue({ onOverflow, limit = MOST_WAITING }: OutputQueueOptions) {
  const waiting: (readonly JsonValue[])[] = []
  let dropped = 0
  let droppedInAll = 0
  let overflowed = false

  return {
    push(values: readonly JsonValue[]): void {
      waiting.push(values)
      if (waiting.length <= limit) return
      waiting.shift()
      dropped += 1
      droppedInAll += 1
      if (!overflowed) onOverflow(limit)
      overflowed = true
    },
    fetch(count: number): FetchedOutputs {
      const fetched = { outputs: waiting.splice(0, count), dropped }
      dropped = 0
      return fetched
    },
    readQueue: (): QueueReading => ({
      name: 'outputs',
      unit: 'messages',
      depth: waiting.length,
      limit,
      ageMs: null,
      dropped: droppedInAll,
      reason: droppedInAll > 0 ? 'nobody fetched them: the oldest made room' : null,
    }),
  }
}

export type OutputQueue = ReturnType<typeof createOutputQueue>
