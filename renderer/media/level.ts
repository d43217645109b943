/** What one window of sound looks like; linear, full scale = 1. */
export interface LevelBlock {
  /** Of the loudest channel. */
  readonly rms: number
  readonly peak: number
  readonly min: number
  readonly max: number
  /** The highest amplitude in each step of `WAVE_STEP_MS`, oldest first. */
  readonly peaks: readonly number[]
  /** When its last sample passed, ms on the clock of `performance.now()`; null where the sound system does not tell. */
  readonly endsAt: number | null
}

export interface LevelReading {
  /** dBFS of the RMS, where a full-scale sine reads -3.0; never below {@link METER_FLOOR_DBFS}. */
  readonly level: number
  /** The same of the last {@link STEADY_MS}, to be read as a number: windows of 20 ms hold no whole number of periods of a tone. */
  readonly steady: number
  /** dBFS of the highest sample of the last moments. */
  readonly peakHold: number
  /** Whether a sample reached full scale in the last moments. */
  readonly clipped: boolean
}

export const METER_FLOOR_DBFS = -100
/** Length of one measured window, in the range where speech is followed but a tone reads steady. */
export const LEVEL_WINDOW_MS = 20

/** As long as a VU meter takes. Source: IEC 60268-17. */
export const STEADY_MS = 300

const RELEASE_DB_PER_S = 60
/** Blocks come in bursts when the window is busy. */
const BLOCKS_LATE_MS = 5 * LEVEL_WINDOW_MS
const PEAK_HOLD_MS = 1500
const PEAK_RELEASE_DB_PER_S = 24
const CLIP_HOLD_MS = 2500
/** One 16-bit step below full scale. */
const CLIP_PEAK = 32_766 / 32_768

/** dBFS of a linear amplitude, not below {@link METER_FLOOR_DBFS}. */
export function toDbfs(amplitude: number): number {
  if (!(amplitude > 0)) return METER_FLOOR_DBFS
  return Math.max(METER_FLOOR_DBFS, 20 * Math.log10(amplitude))
}

export interface LevelMeter {
  push(block: LevelBlock, now: number): void
  read(now: number): LevelReading
  reset(): void
}

const fall = (from: number, dbPerS: number, elapsed: number) =>
  Math.max(METER_FLOOR_DBFS, from - (dbPerS * Math.max(0, elapsed)) / 1000)

/** Rises at once and falls slowly, so that an eye can read it; falls to the floor also when blocks stop coming. */
export function createLevelMeter(): LevelMeter {
  let level = METER_FLOOR_DBFS
  let levelAt = 0
  let peak = METER_FLOOR_DBFS
  let peakAt = 0
  let clippedAt = Number.NEGATIVE_INFINITY
  let recent: { readonly power: number; readonly at: number }[] = []
  const steadyNow = (now: number): number => {
    const powers = recent.filter(({ at }) => now - at < STEADY_MS).map(({ power }) => power)
    return toDbfs(Math.sqrt(powers.reduce((sum, power) => sum + power, 0) / Math.max(1, powers.length)))
  }
  const levelNow = (now: number) => fall(level, RELEASE_DB_PER_S, now - levelAt)
  const peakNow = (now: number) => fall(peak, PEAK_RELEASE_DB_PER_S, now - peakAt - PEAK_HOLD_MS)
  return {
    push: (block, now) => {
      level = Math.max(toDbfs(block.rms), levelNow(now))
      levelAt = now
      recent = [...recent.slice(1 - STEADY_MS / LEVEL_WINDOW_MS), { power: block.rms ** 2, at: now }]
      const blockPeak = toDbfs(block.peak)
      if (blockPeak >= peakNow(now)) {
        peak = blockPeak
        peakAt = now
      }
      if (block.peak >= CLIP_PEAK) clippedAt = now
    },
    read: (now) => ({
      // Between two blocks nothing is known to have changed.
      level: now - levelAt <= BLOCKS_LATE_MS ? level : levelNow(now),
      steady: steadyNow(now),
      peakHold: peakNow(now),
      clipped: now - clippedAt < CLIP_HOLD_MS,
    }),
    reset: () => {
      level = METER_FLOOR_DBFS
      recent = []
      peak = METER_FLOOR_DBFS
      clippedAt = Number.NEGATIVE_INFINITY
    },
  }
}
