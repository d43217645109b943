import { WAVE_STEP_MS, waveBytes } from '../../../contract/wave'
import { LEVEL_FLOOR } from './meter'

/** Sound without a gap in it. */
export interface Wave {
  /** When it began, on the clock of what was added, ms. */
  readonly fromMs: number
  readonly ms: number
  /** RMS and highest sample, dBFS, not below {@link LEVEL_FLOOR}. */
  readonly levelDb: number
  readonly peakDb: number
  /** See `contract/wave`. */
  readonly bytes: Uint8Array
}

const FULL_SCALE = 32_768
/** Packets come earlier and later than their sound follows on each other, ms: only what is further off is a gap. */
const JOIN_MS = 60

const decibels = (power: number): number => Math.max(LEVEL_FLOOR, 10 * Math.log10(power))

/** Draws the sound that passes: its lowest and highest samples, step by step. */
export function createWaveMeter(onWave: (wave: Wave) => void) {
  let steps: number[] = []
  let [fromMs, ms, values, squares, peak] = [Number.NEGATIVE_INFINITY, 0, 0, 0, 0]

  function addStep(samples: Int16Array, from: number, to: number): void {
    // Sums of its own: what a closure holds is written to memory with each sample.
    let [low, high, sum] = [0, 0, 0]
    for (let at = from; at < to; at += 1) {
      const sample = samples[at] as number
      sum += sample * sample
      if (sample < low) low = sample
      else if (sample > high) high = sample
    }
    squares += sum
    values += to - from
    peak = Math.max(peak, high, -low)
    steps.push(low / FULL_SCALE, high / FULL_SCALE)
  }

  /** Gives what was added since it gave something before; nothing when there is nothing. */
  function flush(): void {
    if (steps.length === 0) return
    const levelDb = decibels(squares / Math.max(1, values) / FULL_SCALE ** 2)
    const peakDb = decibels((peak / FULL_SCALE) ** 2)
    onWave({ fromMs, ms, levelDb, peakDb, bytes: waveBytes(steps) })
    fromMs += ms
    steps = []
    ms = values = squares = peak = 0
  }

  return {
    /**
     * Adds a block of sound.
     *
     * @param samples interleaved
     * @param at when it began, ms; what follows within `joinMs` on what was added before is taken to follow at once
     */
    add(samples: Int16Array, channels: number, sampleRate: number, at: number, joinMs = JOIN_MS): void {
      if (samples.length === 0) return
      if (Math.abs(at - fromMs - ms) > joinMs) {
        flush()
        fromMs = at
      }
      const length = (samples.length * 1000) / channels / sampleRate
      const count = Math.max(1, Math.round(length / WAVE_STEP_MS))
      for (let step = 0; step < count; step += 1)
        addStep(samples, cutAt(samples, step / count), cutAt(samples, (step + 1) / count))
      ms += count * WAVE_STEP_MS
    },
    flush,
    /** Steps that were added since. */
    count: () => steps.length / 2,
  }
}

const cutAt = ({ length }: Int16Array, share: number): number => Math.round(length * share)

export type WaveMeter = ReturnType<typeof createWaveMeter>
