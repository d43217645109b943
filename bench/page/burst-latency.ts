/** Finds bursts of a tone in a recording of what was sent beside what came back, on one clock. */

export const BURST_HZ = 2000
/** ms; ten periods, under a Hann window. */
export const BURST_LENGTH = 5

export interface BurstLatencies {
  /** ms, one for each burst that came back. */
  readonly latencies: readonly number[]
  /** Bursts that were sent but not heard again. */
  readonly lost: number
}

export interface TwoChannels {
  readonly sent: Float32Array
  readonly received: Float32Array
  /** Hz. */
  readonly sampleRate: number
  /** ms after a burst in which its echo is looked for; shorter than the pause between bursts. */
  readonly longest: number
}

/** One burst at full scale. */
export function burstSamples(sampleRate: number): Float32Array<ArrayBuffer> {
  const length = Math.round((BURST_LENGTH * sampleRate) / 1000)
  return Float32Array.from({ length }, (_, at) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / length)
    return window * Math.sin((2 * Math.PI * BURST_HZ * at) / sampleRate)
  })
}

/** Strength of the burst at `from`, whatever its phase: a codec keeps the tone's place, not its phase. */
function createDetector(sampleRate: number) {
  const length = burstSamples(sampleRate).length
  const [sine, cosine] = [Math.sin, Math.cos].map((wave) =>
    Float32Array.from({ length }, (_, at) => {
      const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / length)
      return window * wave((2 * Math.PI * BURST_HZ * at) / sampleRate)
    }),
  ) as [Float32Array, Float32Array]
  return (signal: Float32Array, from: number): number => {
    let [inSine, inCosine] = [0, 0]
    for (let at = 0; at < length; at += 1) {
      const sample = signal[from + at] ?? 0
      inSine += sample * (sine[at] ?? 0)
      inCosine += sample * (cosine[at] ?? 0)
    }
    return Math.hypot(inSine, inCosine)
  }
}

/** The first sample of each burst that was sent; the sent channel is silent between them. */
function onsetsOf({ sent, sampleRate }: TwoChannels): number[] {
  const burst = Math.round((BURST_LENGTH * sampleRate) / 1000)
  const onsets: number[] = []
  for (let at = 0; at < sent.length; at += 1) {
    if (Math.abs(sent[at] ?? 0) < 1e-4) continue
    onsets.push(at)
    at += burst
  }
  return onsets
}

/** An echo weaker than this share of what was sent is none. */
const FAINTEST = 0.1
/** A burst weaker than this share of the strongest was cut by the edge of the recording, and its onset with it. */
const WHOLE = 0.95

/** How long each burst took; the time between its strongest likeness in the one channel and in the other. */
export function burstLatencies(recording: TwoChannels): BurstLatencies {
  const { sent, received, sampleRate, longest } = recording
  const strength = createDetector(sampleRate)
  const window = Math.round((longest * sampleRate) / 1000)
  const burst = Math.round((BURST_LENGTH * sampleRate) / 1000)
  const latencies: number[] = []
  let lost = 0
  const onsets = onsetsOf(recording)
  const whole = Math.max(0, ...onsets.map((onset) => strength(sent, onset)))
  for (const onset of onsets) {
    const isCut = strength(sent, onset) < WHOLE * whole
    if (isCut || onset + window + burst > received.length) continue
    let [best, lag] = [FAINTEST * whole, -1]
    for (let at = 0; at <= window; at += 1) {
      const here = strength(received, onset + at)
      if (here > best) [best, lag] = [here, at]
    }
    if (lag < 0) lost += 1
    else latencies.push((lag * 1000) / sampleRate)
  }
  return { latencies, lost }
}
