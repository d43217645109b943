import type { ChannelCount } from '../../../contract/media'

/** Audio that `emit` returned, as its author wrote it and as it was understood. */
export interface EmittedSound {
  /** Hz. */
  readonly sampleRate: number
  readonly channels: ChannelCount
  /** Interleaved, as it will be played. */
  readonly samples: Int16Array
  /** What the author returned as samples: one array, or two planes. */
  readonly given: unknown
}

/** How long it plays, ms. */
export function lengthOf({ samples, channels, sampleRate }: EmittedSound): number {
  return (1000 * samples.length) / channels / sampleRate
}

/** The largest of the samples' magnitudes; of long arrays only about 4,000 samples are looked at. */
export function peakOf(samples: Int16Array | Float32Array): number {
  const step = Math.max(1, Math.floor(samples.length / 4096))
  let peak = 0
  for (let index = 0; index < samples.length; index += step) {
    peak = Math.max(peak, Math.abs(samples[index] ?? 0))
  }
  return peak
}
