import FFT from 'fft.js'

/** Samples of one channel: 16-bit integers, or floats of which 1 is full scale. */
export type Samples = Int16Array | Float32Array

function asFloats(samples: Samples): Float32Array {
  return samples instanceof Float32Array ? samples : Float32Array.from(samples, (sample) => sample / 32_768)
}

/** RMS in dBFS: 0 for a full-scale square wave, -3.01 for a full-scale sine, -Infinity for silence. */
export function rmsDb(samples: Samples): number {
  const floats = asFloats(samples)
  const power = floats.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, floats.length)
  return 10 * Math.log10(power)
}

export interface Peak {
  readonly hz: number
  /** dBFS RMS of the sine that the peak is. */
  readonly levelDb: number
}

/** Power of each bin up to half the sample rate, of the largest power of two of samples, in a Hann window. */
function powers(samples: Float32Array): Float64Array {
  const size = 2 ** Math.floor(Math.log2(samples.length))
  const fft = new FFT(size)
  const windowed = Float64Array.from({ length: size }, (_, at) => {
    return (samples[at] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size))
  })
  const spectrum = fft.createComplexArray()
  fft.realTransform(spectrum, windowed)
  // A sine of amplitude 1 has |X| = size/4 under a Hann window, and an RMS power of 1/2.
  const scale = 8 / (size * size)
  return Float64Array.from({ length: size / 2 }, (_, bin) => {
    return scale * ((spectrum[2 * bin] ?? 0) ** 2 + (spectrum[2 * bin + 1] ?? 0) ** 2)
  })
}

/** Where between its neighbours a peak lies, in bins: the top of the parabola through three levels. */
function offsetOf(left: number, top: number, right: number): number {
  const [a, b, c] = [left, top, right].map((power) => Math.log10(Math.max(power, 1e-20))) as [
    number,
    number,
    number,
  ]
  const bend = a - 2 * b + c
  return bend === 0 ? 0 : (0.5 * (a - c)) / bend
}

/** A Hann window spreads a sine over its neighbours; together they hold 1.5 times its power. */
function levelAround(spectrum: Float64Array, top: number): number {
  const lobe = spectrum.subarray(Math.max(0, top - 3), top + 4)
  return 10 * Math.log10(lobe.reduce((sum, power) => sum + power, 0) / 1.5)
}

/**
 * The strongest frequency above `lowest` Hz. Of a sine in 8192 samples at 48 kHz it tells the frequency to 0.5 Hz and
 * the level to 0.05 dB.
 */
export function strongestTone(samples: Samples, sampleRate: number, lowest = 50): Peak {
  const spectrum = powers(asFloats(samples))
  const binHz = sampleRate / (spectrum.length * 2)
  let top = Math.max(1, Math.ceil(lowest / binHz))
  for (let bin = top; bin < spectrum.length - 1; bin += 1)
    if ((spectrum[bin] ?? 0) > (spectrum[top] ?? 0)) top = bin
  const offset = offsetOf(spectrum[top - 1] ?? 0, spectrum[top] ?? 0, spectrum[top + 1] ?? 0)
  return { hz: (top + offset) * binHz, levelDb: levelAround(spectrum, top) }
}
