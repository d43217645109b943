import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import type { WireAudio } from '../peer'
import { createAudioResampler } from './audio-resampler'
import { encodeMulaw } from './mulaw'
import { createOpusEncoder } from './opus-encoder'

export interface WireAudioEncoder {
  /** One payload from 20 ms at 48 kHz stereo, that is 1,920 interleaved values; else `invalid` is thrown. */
  encode(samples: Int16Array): Uint8Array
  close(): void
}

function createMulawEncoder(sampleRate: number): WireAudioEncoder {
  const resampler = createAudioResampler({
    from: { sampleRate: OPUS_SAMPLE_RATE, channels: 2 },
    to: { sampleRate, channels: 1 },
  })
  return {
    encode: (samples) => encodeMulaw(resampler.push(samples)),
    close: resampler.close,
  }
}

/** Codes blocks of 20 ms as `audio` says. */
export function createWireAudioEncoder(audio: WireAudio): WireAudioEncoder {
  return audio.codec === 'opus' ? createOpusEncoder({ channels: 2 }) : createMulawEncoder(audio.sampleRate)
}
