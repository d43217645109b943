import { type FramePath, pathBytes, totalMs } from '../../../contract/frame-path'
import type { HandledTimes } from '../../../contract/host'
import type { JournalSink } from '../journal/journal'
import type { IncomingFrame, MediaKind } from '../peer'
import { rounded } from './rounded'

/** A frame that came in. */
export type CameFrame = Pick<IncomingFrame, 'arrivedAt' | 'firstAt' | 'timestamp'>

/** Of a frame that went out, ms on the engine's clock. */
export interface WentTimes {
  /** `arrivedAt` of the frame that it answers. */
  readonly cause: number | null
  readonly handled: HandledTimes | undefined
  /** When nothing emitted before it waited any more, when its time had come, and when it was sent. */
  readonly headAt: number
  readonly dueAt: number
  readonly sentAt: number
  readonly timestamp: number | null
}

/** A frame on its way to the handler; ms on the engine's clock. */
interface Known {
  readonly firstAt: number
  readonly arrivedAt: number
  /** When no packet before it was waited for any more, and when it was decoded. */
  readonly orderedAt: number
  readonly decodedAt: number
  readonly timestamp: number | null
}

/** Frames that came in are remembered until their answers are sent: more than the input queues hold. */
const REMEMBERED = 256

function pathOf(
  came: Known,
  went: WentTimes,
  handled: HandledTimes,
  origin: number,
): Omit<FramePath, 'capturedMs'> {
  // The clocks of two threads agree to a fraction of a millisecond: what follows cannot have been before.
  const takenAt = Math.max(came.decodedAt, handled.takenAt + origin)
  const emittedAt = Math.max(takenAt, handled.emittedAt + origin)
  const headAt = Math.max(emittedAt, went.headAt)
  const dueAt = Math.max(headAt, went.dueAt)
  const sentAt = Math.max(dueAt, went.sentAt)
  return {
    sentMs: sentAt - origin,
    ...{ inTs: came.timestamp, outTs: went.timestamp },
    steps: {
      arrival: came.arrivedAt - came.firstAt,
      reorder: came.orderedAt - came.arrivedAt,
      decode: came.decodedAt - came.orderedAt,
      inputQueue: takenAt - came.decodedAt,
      handler: emittedAt - takenAt,
      outputQueue: headAt - emittedAt,
      pacing: dueAt - headAt,
      encode: sentAt - dueAt,
    },
  }
}

/** The frames of one medium, from the packet that came to the packet that went. */
function createMediumPaths(origin: number, capturedMs: (timestamp: number) => number | null) {
  const known = new Map<number, Known>()
  let paths: FramePath[] = []
  /** What is decoded just now. */
  let present: { readonly frame: CameFrame; readonly orderedAt: number } | undefined
  return {
    came(frame: CameFrame, orderedAt: number): void {
      present = { frame, orderedAt }
    },
    handed(decodedAt: number): void {
      if (!present) return
      const { arrivedAt, firstAt = arrivedAt, timestamp = null } = present.frame
      known.set(arrivedAt, { firstAt, arrivedAt, orderedAt: present.orderedAt, decodedAt, timestamp })
      if (known.size > REMEMBERED) known.delete(known.keys().next().value as number)
    },
    went(frame: WentTimes): void {
      const came = frame.cause === null ? undefined : known.get(frame.cause)
      if (!came || !frame.handled) return
      const captured = came.timestamp === null ? null : capturedMs(came.timestamp)
      paths.push({ ...pathOf(came, frame, frame.handled, origin), capturedMs: captured })
    },
    take(): FramePath[] {
      const taken = paths
      paths = []
      return taken
    },
  }
}

export interface FramePathsOptions {
  readonly journal: JournalSink
  /** The engine's clock at the start of the session. */
  readonly origin: number
  /** When a frame of the client was captured, ms since 1970 on the client's clock; null where that is not known. */
  readonly capturedMs: (medium: MediaKind, timestamp: number) => number | null
}

/** Follows each frame that the handler answers, and makes a row of those that were sent since the one before. */
export function createFramePaths({ journal, origin, capturedMs }: FramePathsOptions) {
  const mediumPaths = (medium: MediaKind) =>
    createMediumPaths(origin, (timestamp) => capturedMs(medium, timestamp))
  const media = { audio: mediumPaths('audio'), video: mediumPaths('video') }
  return {
    /** A frame is there, and is about to be decoded; ms on the engine's clock. */
    came: (medium: MediaKind, frame: CameFrame, now: number): void => media[medium].came(frame, now),
    /** What came last was decoded, and goes to the handler. */
    handed: (medium: MediaKind, now: number): void => media[medium].handed(now),
    /** A frame was sent; one that answers none is not followed. */
    went: (medium: MediaKind, frame: WentTimes): void => media[medium].went(frame),
    /** To be called about once a second. */
    write(): void {
      for (const medium of ['audio', 'video'] as const) {
        const paths = media[medium].take()
        if (paths.length === 0) continue
        const totals = paths.map(totalMs).sort((a, b) => a - b)
        const [half, longest] = [totals[totals.length >> 1] as number, totals.at(-1) as number]
        const fields = { medium, count: paths.length, totalMs: rounded(half), longestMs: rounded(longest) }
        journal.append({ kind: 'path', type: medium, text: '', fields, bytes: pathBytes(paths) })
      }
    },
  }
}

export type FramePathBook = ReturnType<typeof createFramePaths>
