/** Zero crossings of the filter on each side: 80 dB down beyond the pass band with the window below. */
const CROSSINGS = 12
/** Where the pass band ends, as a share of the lower of both Nyquist frequencies. */
const PASS = 0.9

/** Converts a stream of mono samples to another rate; what a call cannot finish is kept for the next one. */
export interface Resampler {
  /** ms by which what comes out is later than what went in. */
  readonly delay: number
  /** Any number of samples in, those that are complete out. */
  push(samples: Float32Array): Float32Array
}

/**
 * A polyphase filter with a Kaiser-windowed sinc.
 *
 * @param from Hz, a whole number.
 * @param to Hz, a whole number.
 */
export function createResampler(from: number, to: number): Resampler {
  if (from === to) return { delay: 0, push: (samples) => samples }
  const divisor = greatestCommonDivisor(from, to)
  /** An output sample lies `step / phases` input samples after the one before. */
  const [step, phases] = [from / divisor, to / divisor]
  const half = Math.ceil(CROSSINGS * Math.max(1, from / to))
  const filters = Array.from({ length: phases }, (_, phase) => designFilter(phase / phases, half, from, to))
  let waiting = new Float32Array(2 * half)
  /** Of the next output sample, in phases from the first waiting sample. */
  let position = 0

  return {
    delay: ((half + 1) * 1000) / from,
    push(samples) {
      const input = new Float32Array(waiting.length + samples.length)
      input.set(waiting)
      input.set(samples, waiting.length)
      const count = Math.max(0, Math.ceil(((input.length - 2 * half) * phases - position) / step))
      const output = new Float32Array(count)
      for (let n = 0; n < count; n++, position += step) {
        output[n] = filtered(input, Math.floor(position / phases), filters[position % phases] as Float32Array)
      }
      const used = Math.min(input.length, Math.floor(position / phases))
      waiting = input.slice(used)
      position -= used * phases
      return output
    },
  }
}

function filtered(input: Float32Array, at: number, filter: Float32Array): number {
  let sum = 0
  for (let n = 0; n < filter.length; n++) sum += (input[at + n] as number) * (filter[n] as number)
  return sum
}

/** The taps for an output sample that lies `offset` samples (0..1) after the middle one. */
function designFilter(offset: number, half: number, from: number, to: number): Float32Array {
  const cutoff = PASS * Math.min(1, to / from)
  const taps = Float32Array.from({ length: 2 * half }, (_, n) => {
    const distance = n - (half - 1) - offset
    return cutoff * sinc(cutoff * distance) * kaiser(distance / half)
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => tap / sum)
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** Source: J. F. Kaiser's window with beta 8. */
function kaiser(x: number): number {
  return Math.abs(x) > 1 ? 0 : besselI0(8 * Math.sqrt(1 - x * x)) / besselI0(8)
}

function besselI0(x: number): number {
  let [sum, term] = [1, 1]
  for (let n = 1; term > 1e-9 * sum; n++) {
    term *= (x / (2 * n)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
