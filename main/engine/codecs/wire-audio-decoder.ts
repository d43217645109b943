import { type ChannelCount, OPUS_SAMPLE_RATE } from '../../../contract/media'
import type { WireAudio } from '../peer'
import type { AudioShape } from './audio-resampler'
import { decodeMulaw } from './mulaw'
import { createOpusDecoder } from './opus-decoder'

export interface WireAudioDecoder {
  /** Of what comes out. */
  readonly shape: AudioShape
  /** The samples of one payload, interleaved. Throws `invalid` for a damaged one; the decoder stays usable. */
  decode(payload: Uint8Array): Int16Array
  /** In place of a lost payload. */
  conceal(): Int16Array
  close(): void
}

/** Nothing is lost on the way of mu-law: it comes over a reliable connection. */
function createMulawDecoder(sampleRate: number): WireAudioDecoder {
  return {
    shape: { sampleRate, channels: 1 },
    decode: decodeMulaw,
    conceal: () => new Int16Array(0),
    close: () => undefined,
  }
}

function createPcmDecoder(shape: AudioShape): WireAudioDecoder {
  return {
    shape,
    decode: (payload) => new Int16Array(new Uint8Array(payload).buffer, 0, payload.length >> 1),
    conceal: () => new Int16Array(0),
    close: () => undefined,
  }
}

/** Decodes what is coded as `audio` says; to `channels` where the codec itself can do that. */
export function createWireAudioDecoder(audio: WireAudio, channels: ChannelCount = 2): WireAudioDecoder {
  if (audio.codec === 'pcm')
    return createPcmDecoder({ sampleRate: audio.sampleRate, channels: audio.channels })
  if (audio.codec === 'pcmu') return createMulawDecoder(audio.sampleRate)
  return { shape: { sampleRate: OPUS_SAMPLE_RATE, channels }, ...createOpusDecoder({ channels }) }
}
