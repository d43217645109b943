import { LEVEL_FLOOR } from './meter'

/** The sound that passed since it was asked for the last time. */
export interface PassedSound {
  readonly count: number
  readonly ms: number
  /** RMS over all of it, dBFS: see `Level`. */
  readonly levelDb: number
  /** Hz, of the last block. */
  readonly sampleRate: number
}

const FULL_SCALE = 32_768

/** Gathers how much sound passes and how loud it is. */
export function createPassedSound() {
  let count = 0
  let ms = 0
  let values = 0
  let squares = 0
  let rate = 0

  return {
    /** @param samples interleaved, any length; nothing of it is kept. */
    add(samples: Int16Array, sampleRate: number, channels: number): void {
      let sum = 0
      for (let at = 0; at < samples.length; at += 1) {
        const sample = samples[at] ?? 0
        sum += sample * sample
      }
      squares += sum
      values += samples.length
      count += 1
      ms += (samples.length * 1000) / channels / sampleRate
      rate = sampleRate
    },
    /** null when nothing passed. */
    take(): PassedSound | null {
      if (count === 0) return null
      const level = 10 * Math.log10(squares / Math.max(1, values) / FULL_SCALE ** 2)
      const passed = { count, ms, levelDb: Math.max(LEVEL_FLOOR, level), sampleRate: rate }
      count = ms = values = squares = 0
      return passed
    },
  }
}

export type SoundMeter = ReturnType<typeof createPassedSound>
