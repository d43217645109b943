import type { QueueReading } from '../../../contract/state'
import type { JournalSink } from '../journal/journal'

/** Makes a row of each queue in which something waits, was dropped, or waited before. */
export function createQueueRows(journal: JournalSink) {
  const told = new Map<string, { readonly depth: number; readonly dropped: number }>()

  function writeOne({ name, depth, limit, ageMs, dropped }: QueueReading): void {
    const before = told.get(name) ?? { depth: 0, dropped: 0 }
    if (depth === 0 && before.depth === 0 && dropped === before.dropped) return
    told.set(name, { depth, dropped })
    const fields = { depth, limit, ...(ageMs === null ? {} : { ageMs }), ...(dropped > 0 ? { dropped } : {}) }
    journal.append({ kind: 'queue', type: name, text: '', fields })
  }

  /** To be called about once a second. */
  return (queues: readonly QueueReading[]): void => {
    for (const queue of queues) writeOne(queue)
  }
}

export type QueueRows = ReturnType<typeof createQueueRows>
