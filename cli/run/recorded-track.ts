import { OPUS_SAMPLE_RATE } from '../../contract/media'
import type { Recording } from '../../main/engine/clips/recording'
import type { LocalTrack, MediaKind } from '../../main/engine/peer'

/** Sound that is never above it is silence, of 32,768: 60 dB below full scale. */
const AUDIBLE = 32

export interface RecordedTrackOptions {
  readonly recording: Recording | null
  /** Something that can be heard or seen was sent. */
  readonly onActivity: () => void
}

function isAudible(samples: Int16Array): boolean {
  return samples.some((sample) => Math.abs(sample) > AUDIBLE)
}

/** The client's end of a track: a file. Sound comes uncompressed, pictures as a call would carry them. */
export function createRecordedTrack(
  kind: MediaKind,
  { recording, onActivity }: RecordedTrackOptions,
): LocalTrack {
  let sent = 0

  function sendAudio(payload: Uint8Array, pts: number): void {
    const samples = new Int16Array(payload.buffer, payload.byteOffset, payload.byteLength >> 1)
    if (isAudible(samples)) onActivity()
    recording?.audio(samples, pts)
  }

  return {
    audio: kind === 'audio' ? { codec: 'pcm', sampleRate: OPUS_SAMPLE_RATE, channels: 2 } : null,
    takesSilence: true,
    send(payload, pts) {
      sent += 1
      if (kind === 'audio') return sendAudio(payload, pts)
      onActivity()
      recording?.video({ payload, pts })
    },
    // What a client's player would still hold back is recorded: it was sent.
    clear: () => undefined,
    targetBitrate: () => null,
    get packetsSent() {
      return sent
    },
    close: () => undefined,
  }
}
