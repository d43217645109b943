import FFT from 'fft.js'

/** Samples of one column: 43 ms at 48 kHz, in which tones 47 Hz apart are told from each other. */
export const SPECTRUM_SIZE = 1024
/** Highest frequency that is shown, Hz: above it is little of speech. */
export const SPECTRUM_TOP_HZ = 8000
/** What is drawn darkest, dB below full scale. */
export const SPECTRUM_FLOOR_DB = -90

const fft = new FFT(SPECTRUM_SIZE)
/** Hann window. Source: F. J. Harris, "On the use of windows for harmonic analysis", 1978. */
const window = Float32Array.from(
  { length: SPECTRUM_SIZE },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / SPECTRUM_SIZE),
)
/** Of the window: a sine of full scale has this magnitude in its bin. */
const FULL = SPECTRUM_SIZE / 4

/** How many bins there are up to {@link SPECTRUM_TOP_HZ}. */
export const binsOf = (sampleRate: number): number =>
  Math.min(SPECTRUM_SIZE / 2, Math.ceil((SPECTRUM_TOP_HZ / sampleRate) * SPECTRUM_SIZE))

const part = new Array<number>(SPECTRUM_SIZE)
const out = fft.createComplexArray()

/**
 * The spectrum around a sample, dB below a sine of full scale, from 0 Hz on in steps of `sampleRate / SPECTRUM_SIZE`.
 *
 * @param samples one channel, -1..1; what is beyond its ends is silence
 */
export function spectrumAt(samples: Float32Array, middle: number, bins: number): Float32Array {
  const first = Math.round(middle) - SPECTRUM_SIZE / 2
  for (let at = 0; at < SPECTRUM_SIZE; at += 1) part[at] = (samples[first + at] ?? 0) * (window[at] as number)
  fft.realTransform(out, part)
  return Float32Array.from({ length: bins }, (_, bin) => {
    const magnitude = Math.hypot(out[2 * bin] as number, out[2 * bin + 1] as number) / FULL
    return Math.max(SPECTRUM_FLOOR_DB, 20 * Math.log10(magnitude || 1e-9))
  })
}
