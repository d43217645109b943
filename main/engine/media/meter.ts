/** Loudness of a stretch of audio in dBFS: 0 is the largest 16-bit value, {@link LEVEL_FLOOR} stands for silence. */
export interface Level {
  /**
   * Root mean square over all values, relative to a constant full-scale value: a full-scale sine is -3.01, a full-scale
   * square wave 0. (AES17 adds 3.01 dB to make the sine 0; Soundcheck does not.)
   */
  readonly rmsDbfs: number
  /** The largest single value. */
  readonly peakDbfs: number
}

/** What is quieter than one step of 16 bits (-90.3 dBFS peak) lies here; never -Infinity, so that it can be drawn. */
export const LEVEL_FLOOR = -100

const FULL_SCALE = 32_768

function decibels(amplitude: number): number {
  return Math.max(LEVEL_FLOOR, 20 * Math.log10(amplitude / FULL_SCALE))
}

/** The level of `samples` (any length, any number of channels together); the floor for none. */
export function levelOf(samples: Int16Array): Level {
  let sum = 0
  let peak = 0
  for (const sample of samples) {
    sum += sample * sample
    peak = Math.max(peak, Math.abs(sample))
  }
  return { rmsDbfs: decibels(Math.sqrt(sum / Math.max(1, samples.length))), peakDbfs: decibels(peak) }
}
