/** A sine of `hz` as interleaved stereo at 48 kHz; amplitude of 1 is full scale. */
export function stereoTone(hz: number, amplitude: number, count: number, from = 0): Int16Array {
  const samples = new Int16Array(count * 2)
  for (let n = 0; n < count; n += 1) {
    const value = Math.round(amplitude * 32767 * Math.sin((2 * Math.PI * hz * (from + n)) / 48_000))
    samples[2 * n] = value
    samples[2 * n + 1] = value
  }
  return samples
}

/** The amplitude of `hz` in the left channel of interleaved stereo at 48 kHz (1 = full scale), by projection. */
export function amplitudeOf(samples: Int16Array, hz: number): number {
  let real = 0
  let imaginary = 0
  const count = samples.length / 2
  for (let n = 0; n < count; n += 1) {
    const value = (samples[2 * n] ?? 0) / 32767
    real += value * Math.cos((2 * Math.PI * hz * n) / 48_000)
    imaginary += value * Math.sin((2 * Math.PI * hz * n) / 48_000)
  }
  return (2 * Math.hypot(real, imaginary)) / count
}
