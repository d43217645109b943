/** When a frame of the handler came to this window's end, ms on the clock of `performance.now()`. */
export interface FrameEnd {
  /** When its last packet came; null where the browser does not tell, as for sound. */
  readonly receivedMs: number | null
  /** How long it was decoded; 0 where that is not told. */
  readonly decodeMs: number
  /** When it left the jitter buffer: decoded, on its way to the screen or the loudspeaker. */
  readonly readyMs: number
  /** When a picture was expected to be seen; of sound, the same as `readyMs`. */
  readonly shownMs: number
}

export type FrameMedium = 'audio' | 'video'

/** Remembered of each medium: ten seconds and more. */
const REMEMBERED = 600

/** Remembers when the newest frames of the call were played and shown, by their RTP timestamps. */
export interface FrameEnds {
  note(medium: FrameMedium, outTs: number, end: FrameEnd): void
  /** A picture is about to be shown. Source: HTMLVideoElement.requestVideoFrameCallback. */
  notePicture(metadata: VideoFrameCallbackMetadata): void
  of(medium: FrameMedium, outTs: number): FrameEnd | undefined
}

export function createFrameEnds(): FrameEnds {
  const ends = { audio: new Map<number, FrameEnd>(), video: new Map<number, FrameEnd>() }

  /** The first time counts: sound of one packet is played in several parts, and a picture may be shown twice. */
  function note(medium: FrameMedium, outTs: number, end: FrameEnd): void {
    const known = ends[medium]
    if (known.has(outTs)) return
    known.set(outTs, end)
    const [oldest] = known.keys()
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
  }

  return {
    note,
    notePicture({ rtpTimestamp, receiveTime, processingDuration, presentationTime, expectedDisplayTime }) {
      if (rtpTimestamp === undefined) return
      note('video', rtpTimestamp, {
        receivedMs: receiveTime ?? null,
        decodeMs: (processingDuration ?? 0) * 1000,
        readyMs: presentationTime,
        shownMs: expectedDisplayTime,
      })
    },
    of: (medium, outTs) => ends[medium].get(outTs),
  }
}
