import type { EncodedFrame } from '../../../contract/media'
import type { LocalTrack, VideoCodec, WireAudio } from '../peer'

/** One frame of a session, as it is on the wire of its client. */
export type WatchedFrame = Pick<EncodedFrame, 'payload' | 'pts'> &
  (WireAudio | { readonly codec: VideoCodec })

/** The track, telling of each frame that it has sent. */
export function tapTrack(track: LocalTrack, onSent: (frame: WatchedFrame) => void): LocalTrack {
  const { audio } = track
  return {
    audio,
    takesSilence: track.takesSilence,
    send(payload, pts) {
      track.send(payload, pts)
      onSent({ ...(audio ?? { codec: 'vp8' }), payload, pts })
    },
    timestamp: () => track.timestamp?.() ?? null,
    clear: () => track.clear(),
    ranDry: () => track.ranDry?.(),
    targetBitrate: () => track.targetBitrate(),
    get packetsSent() {
      return track.packetsSent
    },
    close: () => track.close(),
  }
}
