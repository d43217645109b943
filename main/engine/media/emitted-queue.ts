import type { ChannelCount } from '../../../contract/media'
import type { PushedMeta } from './pacer'

/** Audio as a handler emitted it. */
export interface EmittedPiece {
  /** Interleaved. */
  readonly samples: Int16Array
  readonly sampleRate: number
  readonly channels: ChannelCount
  readonly meta: PushedMeta
}

/**
 * Emitted audio that waits to be made ready for the wire, oldest first. It stays as it came: converting a minute at once would
 * hold up the sound of everyone else.
 */
export interface EmittedQueue {
  /** Takes the piece's buffer as its own. False when more than `limitMs` would wait: it is not taken. */
  push(piece: EmittedPiece): boolean
  /** The oldest audio, `ms` at most; null when none waits. */
  take(ms: number): EmittedPiece | null
  clear(): void
  /** ms of audio. */
  readonly queuedMs: number
  /** When the oldest was pushed; null when none waits. */
  readonly oldestAt: number | null
}

/** Shifting a long array moves all of it: pieces are forgotten in bulk. */
const FORGET_AT = 1024

function durationOf({ samples, sampleRate, channels }: EmittedPiece): number {
  return (samples.length / channels / sampleRate) * 1000
}

export function createEmittedQueue({ limitMs }: { readonly limitMs: number }): EmittedQueue {
  let pieces: EmittedPiece[] = []
  let first = 0
  /** Values of the first piece that were taken. */
  let offset = 0
  let queuedMs = 0

  function forgetFirst(): void {
    first += 1
    offset = 0
    if (first < FORGET_AT && first < pieces.length) return
    pieces = pieces.slice(first)
    first = 0
    if (pieces.length === 0) queuedMs = 0
  }

  return {
    push(piece) {
      const ms = durationOf(piece)
      if (queuedMs + ms > limitMs) return false
      if (piece.samples.length > 0) pieces.push(piece)
      queuedMs += ms
      return true
    },
    take(ms) {
      const piece = pieces[first]
      if (!piece) return null
      const { samples, sampleRate, channels } = piece
      const most = Math.max(1, Math.floor((sampleRate * ms) / 1000)) * channels
      const part = { ...piece, samples: samples.subarray(offset, offset + most) }
      queuedMs = Math.max(0, queuedMs - durationOf(part))
      offset += part.samples.length
      if (offset >= samples.length) forgetFirst()
      return part
    },
    clear() {
      pieces = []
      first = offset = queuedMs = 0
    },
    get queuedMs() {
      return queuedMs
    },
    get oldestAt() {
      return pieces[first]?.meta.now ?? null
    },
  }
}
