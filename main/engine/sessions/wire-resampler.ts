import { type AudioBlock, type ChannelCount, OPUS_SAMPLE_RATE } from '../../../contract/media'
import { type AudioResampler, createAudioResampler } from '../codecs/audio-resampler'

/** The resampler to 48 kHz, made anew when the handler changes what it emits, or the wire its channels. */
export function createWireResampler() {
  let current: { readonly key: string; readonly resampler: AudioResampler } | undefined
  return {
    /** To `wire` channels. What needs no change is handed back itself. */
    push({ sampleRate, channels, samples }: Omit<AudioBlock, 'pts'>, wire: ChannelCount): Int16Array {
      const key = `${sampleRate}/${channels}/${wire}`
      if (current?.key !== key) {
        current?.resampler.close()
        const to = { sampleRate: OPUS_SAMPLE_RATE, channels: wire }
        current = { key, resampler: createAudioResampler({ from: { sampleRate, channels }, to }) }
      }
      return current.resampler.push(samples)
    },
    /** Forgets what the filter still holds: it belongs to what is not played any more. */
    reset(): void {
      current?.resampler.close()
      current = undefined
    },
  }
}

export type WireResampler = ReturnType<typeof createWireResampler>
