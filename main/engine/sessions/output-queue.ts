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

/** Told that there is something to fetch, and that there never will be again. */
export interface OutputReader {
  pushed(): void
  ended(): void
}

/** The outputs of one session that no client has fetched yet, oldest first. */
export function createOutputQueue({ onOverflow, limit = MOST_WAITING }: OutputQueueOptions) {
  const waiting: (readonly JsonValue[])[] = []
  let dropped = 0
  let droppedInAll = 0
  let overflowed = false
  /** Oldest first. An output is given once: to who fetches first. */
  const readers: OutputReader[] = []
  let isClosed = false

  function dropOldest(): void {
    waiting.shift()
    dropped += 1
    droppedInAll += 1
    if (!overflowed) onOverflow(limit)
    overflowed = true
  }

  return {
    push(values: readonly JsonValue[]): void {
      waiting.push(values)
      if (waiting.length > limit) dropOldest()
      // The newest reader is the one that is surely alive: a client that connects again leaves a dead one behind.
      readers.at(-1)?.pushed()
    },
    /** Tells `reader` of outputs, as long as no newer reader is there; returns the function that ends it. */
    subscribe(reader: OutputReader): () => void {
      if (isClosed) reader.ended()
      else readers.push(reader)
      return () => {
        const at = readers.indexOf(reader)
        if (at < 0) return
        readers.splice(at, 1)
        if (waiting.length > 0) readers.at(-1)?.pushed()
      }
    },
    /** No more will come; what waits can still be fetched. */
    close(): void {
      isClosed = true
      for (const reader of readers.splice(0).reverse()) reader.ended()
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

/** Where a session puts the outputs of its handler. */
export type OutputSink = Pick<OutputQueue, 'push'>
