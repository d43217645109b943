import type { SourceTrack } from '../media/microphone-source'

export interface SourceSlotDeps {
  /** Opens the source that is chosen now; null = none. */
  readonly open: () => Promise<SourceTrack | null>
  /** Puts the track to use; called before the one it replaces is closed. */
  readonly apply: (track: MediaStreamTrack | null) => Promise<void>
  /** The device went away. */
  readonly onEnded: () => void
}

/** The place of the source that is sent; exchanging it never overlaps with another exchange. */
export interface SourceSlot {
  /** Opens what is chosen now; when that fails the old source stays. */
  reopen(): Promise<void>
  setEnabled(enabled: boolean): void
  /** What is sent now. */
  track(): MediaStreamTrack | null
  close(): void
}

export function createSourceSlot(
  { open, apply, onEnded }: SourceSlotDeps,
  initiallyEnabled: boolean,
): SourceSlot {
  let current: SourceTrack | null = null
  let enabled = initiallyEnabled
  let closed = false
  let newest = 0
  let queue: Promise<void> = Promise.resolve()

  const exchange = async (ticket: number) => {
    if (closed || ticket !== newest) return
    const next = await open()
    if (closed) {
      next?.close()
      return
    }
    if (next) {
      next.track.enabled = enabled
      next.track.onended = onEnded
    }
    const old = current
    current = next
    await apply(next?.track ?? null)
    retire(old)
  }

  return {
    reopen: () => {
      const ticket = ++newest
      const run = () => exchange(ticket)
      queue = queue.then(run, run)
      return queue
    },
    setEnabled: (value) => {
      enabled = value
      if (current) current.track.enabled = value
    },
    track: () => current?.track ?? null,
    close: () => {
      closed = true
      retire(current)
      current = null
    },
  }
}

function retire(source: SourceTrack | null): void {
  if (!source) return
  source.track.onended = null
  source.close()
}
