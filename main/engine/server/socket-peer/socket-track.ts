import type { LocalTrack } from '../../peer'
import type { SocketWire } from './socket-wire'
import type { Wording } from './wording'

export interface SocketTrackOptions {
  readonly wire: SocketWire
  readonly wording: Wording
  /** Hz, of the mu-law that goes out. */
  readonly sampleRate: number
  readonly onSent: (payload: Uint8Array) => void
  /** A piece of sound could not be sent. */
  readonly onDropped: () => void
  /** The client has played all that was sent before a mark; `cleared` = or has dropped it, as it was told to. */
  readonly onPlayed: (mark: string, cleared: boolean) => void
}

/** The marks that the client has not sent back. */
function createMarks() {
  /** By its name, whether the sound before it was told to be forgotten. */
  const asked = new Map<string, boolean>()
  let count = 0
  let waiting: (() => void)[] = []

  function checkDone(): void {
    if (asked.size > 0) return
    for (const resolve of waiting) resolve()
    waiting = []
  }

  return {
    ask(): string {
      count += 1
      const name = `sound ${count}`
      asked.set(name, false)
      return name
    },
    clear(): void {
      for (const name of asked.keys()) asked.set(name, true)
    },
    /** Whether it was cleared; null = it was not asked for. */
    take(name: string): boolean | null {
      const cleared = asked.get(name) ?? null
      asked.delete(name)
      checkDone()
      return cleared
    },
    /** Nobody will send them back any more. */
    forget(): void {
      asked.clear()
      checkDone()
    },
    whenTaken(limit: number): Promise<void> {
      if (asked.size === 0) return Promise.resolve()
      return new Promise((resolve) => {
        const late = setTimeout(resolve, limit)
        waiting.push(() => {
          clearTimeout(late)
          resolve()
        })
      })
    },
  }
}

/** Sound to a client on the other side of a socket. */
export function createSocketTrack(options: SocketTrackOptions) {
  const { wire, wording, sampleRate, onSent, onDropped, onPlayed } = options
  const marks = createMarks()
  let packetsSent = 0
  let isClosed = false
  /** Since the client was last told to forget what it has. */
  let hasSent = false

  const track: LocalTrack = {
    audio: { codec: 'pcmu', sampleRate },
    takesSilence: false,
    send(payload) {
      if (isClosed) return
      if (!wire.offer(wording.media(payload))) {
        onDropped()
        return
      }
      onSent(payload)
      packetsSent += 1
      hasSent = true
    },
    clear() {
      if (!hasSent || wording.clear === null) return
      hasSent = false
      marks.clear()
      wire.offer(wording.clear)
    },
    ranDry() {
      if (isClosed || !hasSent || !wording.mark || !wire.isOpen) return
      wire.offer(wording.mark(marks.ask()))
    },
    targetBitrate: () => null,
    get packetsSent() {
      return packetsSent
    },
    close() {
      isClosed = true
    },
  }

  return {
    track,
    /** The client sent a mark back; false = it was never asked for it. */
    played(name: string): boolean {
      const cleared = marks.take(name)
      if (cleared !== null) onPlayed(name, cleared)
      return cleared !== null
    },
    /** Resolves when all that was sent has been played, as far as the client can tell, or after `limit` ms. */
    whenPlayed: marks.whenTaken,
    lost: marks.forget,
  }
}
