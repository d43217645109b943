import type { Clock } from '../clock'
import type { MediaKind, Peer } from '../peer'
import type { WatchedFrame } from './tap-track'
import {
  createOpusFromMulaw,
  createVp8FromH264,
  type OpusFromMulaw,
  type Vp8FromH264,
} from './watch-transcoders'

/** One window that looks at one side of a session. */
export interface Watch {
  readonly id: string
  readonly peer: Peer
}

/** However often windows ask, ms: a key frame costs the session's client many times a picture. */
const KEY_FRAME_INTERVAL = 500

/** What one side of a session sends, for all that watch it. Codecs run only while somebody does. */
export function createWatchedSide(clock: Clock, needKeyFrame: () => void) {
  const watches = new Set<Watch>()
  let mulaw: { readonly sampleRate: number; readonly to: OpusFromMulaw } | undefined
  let h264: Vp8FromH264 | undefined
  let askedAt = Number.NEGATIVE_INFINITY

  const forwardTo = (kind: MediaKind) => (payload: Uint8Array, pts: number) => {
    for (const { peer } of watches) peer.local(kind)?.send(payload, pts)
  }
  const forward = { audio: forwardTo('audio'), video: forwardTo('video') }

  function opusOf(sampleRate: number): OpusFromMulaw {
    if (mulaw && mulaw.sampleRate !== sampleRate) closeCodecs()
    mulaw ??= { sampleRate, to: createOpusFromMulaw(clock, sampleRate, forward.audio) }
    return mulaw.to
  }

  function closeCodecs(): void {
    mulaw?.to.close()
    h264?.close()
    mulaw = h264 = undefined
  }

  return {
    add: (watch: Watch): void => void watches.add(watch),
    remove(watch: Watch): void {
      watches.delete(watch)
      if (watches.size === 0) closeCodecs()
    },
    /** For who joined, or lost a picture. */
    requestKeyFrame(): void {
      if (clock.now() - askedAt < KEY_FRAME_INTERVAL) return
      askedAt = clock.now()
      if (h264) h264.requestKeyFrame()
      else needKeyFrame()
    },
    push(frame: WatchedFrame): void {
      if (watches.size === 0) return
      if (frame.codec === 'opus') forward.audio(frame.payload, frame.pts)
      else if (frame.codec === 'vp8') forward.video(frame.payload, frame.pts)
      else if (frame.codec === 'pcmu') opusOf(frame.sampleRate).push(frame.payload)
      else {
        h264 ??= createVp8FromH264(clock, forward.video, needKeyFrame)
        h264.push(frame.payload)
      }
    },
  }
}
