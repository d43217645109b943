import type { Envelope } from './envelope'
import { createEnvelope } from './envelope'
import type { LevelBlock, LevelMeter } from './level'
import { createLevelMeter, LEVEL_WINDOW_MS } from './level'

/** How much of the past a waveform shows. */
export const WAVEFORM_MS = 10_000

/** The sound of one direction, as the meter and the waveform read it; stays the same object from call to call. */
export interface LevelFeed {
  readonly meter: LevelMeter
  readonly envelope: Envelope
  push(block: LevelBlock, now: number): void
  subscribe(listener: (block: LevelBlock, now: number) => void): () => void
  reset(): void
}

export function createLevelFeed(): LevelFeed {
  const meter = createLevelMeter()
  const envelope = createEnvelope(WAVEFORM_MS / LEVEL_WINDOW_MS)
  const listeners = new Set<(block: LevelBlock, now: number) => void>()
  return {
    meter,
    envelope,
    push: (block, now) => {
      meter.push(block, now)
      envelope.push(block.min, block.max)
      for (const listener of listeners) listener(block, now)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    reset: () => {
      meter.reset()
      envelope.reset()
    },
  }
}
