import type { Samples } from './frames'

/**
 * Samples as floats in -1..1: 16-bit integers divided by 32768; floats are given back as they are, the same array.
 *
 * @throws TypeError for anything else. Source: FastRTC `audio_to_float32`.
 */
export function audioToFloat32(samples: Samples): Float32Array {
  if (samples instanceof Float32Array) return samples
  if (samples instanceof Int16Array) return Float32Array.from(samples, (sample) => sample / 32_768)
  throw new TypeError('audioToFloat32 takes an Int16Array or a Float32Array')
}

/**
 * Samples as 16-bit integers: floats times 32767, towards zero, clipped outside of ±1 (FastRTC's `audio_to_int16` wraps
 * around there); NaN is silence. Integers are given back as they are, the same array.
 *
 * @throws TypeError for anything else.
 */
export function audioToInt16(samples: Samples): Int16Array {
  if (samples instanceof Int16Array) return samples
  if (samples instanceof Float32Array) {
    return Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767)
  }
  throw new TypeError('audioToInt16 takes an Int16Array or a Float32Array')
}
