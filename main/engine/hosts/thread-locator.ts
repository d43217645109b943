import type { SourcePosition } from '../../../contract/errors'
import { type LoadedCode, mapFrames } from './compiled-place'
import { locateThread } from './locate-thread'

/** Tells where in the author's files one thread is. */
export interface ThreadLocator {
  /** What the thread was told to run. */
  loaded(code: LoadedCode): void
  /** Null when it cannot be told; never rejects. Those who ask at the same time share one look. */
  locate(): Promise<SourcePosition | null>
  /** From now on the thread is left alone, and may be terminated. */
  letGo(): void
}

export function createThreadLocator(threadId: number): ThreadLocator {
  const over = new AbortController()
  let loaded: LoadedCode | null = null
  let looking: Promise<SourcePosition | null> | null = null

  async function look(): Promise<SourcePosition | null> {
    try {
      const frames = await locateThread(threadId, over.signal)
      return frames && loaded ? mapFrames(frames, loaded) : null
    } catch {
      // Without an inspector everything works but this.
      return null
    } finally {
      looking = null
    }
  }

  return {
    loaded: (code) => {
      loaded = code
    },
    locate: () => {
      looking ??= look()
      return looking
    },
    letGo: () => over.abort(),
  }
}
