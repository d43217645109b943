import type { QueueName, QueueReading } from '../../contract/state'

/** When each queue was last seen to drop something. */
export type DropMemory = {
  readonly [N in QueueName]?: { readonly dropped: number; readonly at: number | null }
}

/** For so long a drop is news, ms. */
export const RECENT_MS = 5000

/** `memory` after these readings. */
export function rememberDrops(memory: DropMemory, queues: readonly QueueReading[], now: number): DropMemory {
  const seen = queues.map(({ name, dropped }) => {
    const before = memory[name] ?? { dropped: 0, at: null }
    return [name, dropped > before.dropped ? { dropped, at: now } : { ...before, dropped }] as const
  })
  return { ...memory, ...Object.fromEntries(seen) }
}

export const droppedRecently = (memory: DropMemory, name: QueueName, now: number): boolean => {
  const at = memory[name]?.at ?? null
  return at !== null && now - at < RECENT_MS
}
