import { type ChannelCount, OPUS_SAMPLE_RATE } from '../../../contract/media'
import type { WireAudio } from '../peer'
import { type AudioShape, createAudioResampler } from './audio-resampler'
import { encodeMulaw } from './mulaw'
import { bufferOf } from './native-codec'
import { createOpusEncoder } from './opus-encoder'

export interface WireAudioEncoder {
  /** How much later its sound comes out of a decoder than it went in: what the coding looks ahead, ms. */
  readonly delayMs: number
  /** One payload from 20 ms at 48 kHz, that is 960 values for each channel, interleaved; else `invalid` is thrown. */
  encode(samples: Int16Array): Uint8Array
  close(): void
}

function createMulawEncoder(from: AudioShape, sampleRate: number): WireAudioEncoder {
  const resampler = createAudioResampler({ from, to: { sampleRate, channels: 1 } })
  return {
    delayMs: 0,
    encode: (samples) => encodeMulaw(resampler.push(samples)),
    close: resampler.close,
  }
}

function createPcmEncoder(from: AudioShape, to: AudioShape): WireAudioEncoder {
  const resampler = createAudioResampler({ from, to })
  return {
    delayMs: 0,
    encode: (samples) => new Uint8Array(bufferOf(resampler.push(samples))),
    close: resampler.close,
  }
}

/** How many channels this coding can carry. */
export function wireChannels(audio: WireAudio): ChannelCount {
  if (audio.codec === 'opus') return 2
  return audio.codec === 'pcm' ? audio.channels : 1
}

/** Codes blocks of 20 ms of so many channels as `audio` says. */
export function createWireAudioEncoder(audio: WireAudio, channels: ChannelCount): WireAudioEncoder {
  if (audio.codec === 'opus') return createOpusEncoder({ channels })
  const from = { sampleRate: OPUS_SAMPLE_RATE, channels }
  return audio.codec === 'pcm' ? createPcmEncoder(from, audio) : createMulawEncoder(from, audio.sampleRate)
}
