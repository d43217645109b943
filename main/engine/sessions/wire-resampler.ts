import { type AudioBlock, OPUS_SAMPLE_RATE } from '../../../contract/media'
import { type AudioResampler, createAudioResampler } from '../codecs/audio-resampler'

/** The resampler to 48 kHz stereo, made anew when the handler changes what it emits. */
export function createWireResampler() {
  let current: { readonly key: string; readonly resampler: AudioResampler } | undefined
  return {
    push({ sampleRate, channels, samples }: Omit<AudioBlock, 'pts'>): Int16Array {
      const key = `${sampleRate}/${channels}`
      if (current?.key !== key) {
        current?.resampler.close()
        const to = { sampleRate: OPUS_SAMPLE_RATE, channels: 2 } as const
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
