import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import type { WireAudio } from '../peer'
import { type AudioShape, createAudioResampler } from './audio-resampler'
import { encodeMulaw } from './mulaw'
import { bufferOf } from './native-codec'
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

function createPcmEncoder(to: AudioShape): WireAudioEncoder {
  const resampler = createAudioResampler({ from: { sampleRate: OPUS_SAMPLE_RATE, channels: 2 }, to })
  return {
    encode: (samples) => Uint8Array.from(bufferOf(resampler.push(samples))),
    close: resampler.close,
  }
}

/** Codes blocks of 20 ms as `audio` says. */
export function createWireAudioEncoder(audio: WireAudio): WireAudioEncoder {
  if (audio.codec === 'opus') return createOpusEncoder({ channels: 2 })
  return audio.codec === 'pcm' ? createPcmEncoder(audio) : createMulawEncoder(audio.sampleRate)
}
