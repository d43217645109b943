/** Audio made by rule: what the fake microphone plays, so that a test can measure what became of it. */

export interface Tone {
  readonly hz: number
  /** Level of the sine's RMS in dBFS; -3.01 is full scale. */
  readonly levelDb: number
  /** ms; a fade of 5 ms at both ends keeps it free of clicks. */
  readonly duration: number
}

const FADE = 5
const FULL_SCALE = 32_767

/** A mono sine at `sampleRate` Hz. */
export function toneSamples(tone: Tone, sampleRate: number): Int16Array {
  const length = Math.round((tone.duration / 1000) * sampleRate)
  const fade = Math.max(1, (FADE / 1000) * sampleRate)
  const amplitude = FULL_SCALE * Math.SQRT2 * 10 ** (tone.levelDb / 20)
  return Int16Array.from({ length }, (_, at) => {
    const gain = Math.min(1, at / fade, (length - 1 - at) / fade)
    return Math.round(gain * amplitude * Math.sin((2 * Math.PI * tone.hz * at) / sampleRate))
  })
}

/** Mono silence of `duration` ms. */
export function silenceSamples(duration: number, sampleRate: number): Int16Array {
  return new Int16Array(Math.round((duration / 1000) * sampleRate))
}

/** One after the other. */
export function joinSamples(parts: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
