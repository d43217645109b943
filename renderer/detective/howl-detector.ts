/**
 * Notices acoustic feedback: the microphone hears the loudspeaker, the handler gives it back, and one tone grows each time around.
 * What tells it from speech, music and tones is that one and the same narrow peak stands alone in what is sent and in what is
 * received, stays where it is, and goes on growing.
 */

/** What is sent and what is received, at one moment. */
export interface SpectrumPair {
  /** ms */
  readonly at: number
  /** dB of each bin, from 0 Hz up, as `AnalyserNode.getFloatFrequencyData` gives them: a full-scale sine reads -13.6. */
  readonly sent: Float32Array
  readonly received: Float32Array
  /** Hz from one bin to the next. */
  readonly binHz: number
}

export interface HowlDetector {
  /** To be called about every 50 ms; whether it howls now. */
  push(pair: SpectrumPair): boolean
  reset(): void
}

/** Below and above, rooms and loudspeakers do not howl; hum and hiss are there, Hz. */
const LOWEST_HZ = 120
const HIGHEST_HZ = 8000
/**
 * What belongs to a peak, to each side: the main lobe of the Blackman window of an analyser, which has three bins, or the width of
 * a room's resonance, as a part of its frequency.
 */
const LOBE = 4
const RESONANCE = 0.15
/** By how much it stands above all else, dB. */
const PROMINENCE_DB = 20
/** How far the peak may move, bins, or as a part of its frequency: a room that rings at one tone wanders about it. */
const DRIFT = 2
const WANDER = 0.05
/** How long it is looked at before it is called a howl, and at most, ms. */
const SHORTEST_MS = 600
const LONGEST_MS = 1500
/** By how much it grows in each half of that time, dB: a tone that merely begins grows in the first alone. */
const GROWTH_DB = 2
/** Quieter than this nobody is hurt yet, dB. */
const LOUD_DB = -45
/** From here on it is clipped and can hardly grow, dB. */
const FULL_DB = -19

interface Peak {
  readonly bin: number
  readonly level: number
}

interface Moment {
  readonly at: number
  readonly level: number
}

const isHarmonic = (bin: number, of: number): boolean => {
  const times = Math.round(bin / of)
  return times >= 2 && Math.abs(bin - times * of) <= LOBE * 2
}

/** The highest peak, if it stands alone; what is driven to full scale is clipped, and has harmonics. */
function lonePeak(spectrum: Float32Array, binHz: number): Peak | null {
  const from = Math.ceil(LOWEST_HZ / binHz)
  const to = Math.min(spectrum.length - 1, Math.floor(HIGHEST_HZ / binHz))
  let bin = from
  for (let at = from; at <= to; at += 1)
    if ((spectrum[at] ?? -Infinity) > (spectrum[bin] ?? -Infinity)) bin = at
  const level = spectrum[bin] ?? -Infinity
  if (level < LOUD_DB - PROMINENCE_DB) return null
  const isFull = level >= FULL_DB
  const width = Math.max(LOBE, bin * RESONANCE)
  for (let at = from; at <= to; at += 1) {
    if (Math.abs(at - bin) <= width || (isFull && isHarmonic(at, bin))) continue
    if ((spectrum[at] ?? -Infinity) > level - PROMINENCE_DB) return null
  }
  return { bin, level }
}

const isApart = (one: number, other: number): boolean =>
  Math.abs(one - other) > Math.max(DRIFT, other * WANDER)

/** Grown in both halves, and loud; or as loud as can be after it had grown. */
function grows(run: readonly Moment[]): boolean {
  const first = run[0]
  const last = run.at(-1)
  const middle = run[Math.floor(run.length / 2)]
  if (!first || !last || !middle || last.at - first.at < SHORTEST_MS || last.level < LOUD_DB) return false
  const early = middle.level - first.level
  const late = last.level - middle.level
  return early >= GROWTH_DB && (late >= GROWTH_DB || last.level >= FULL_DB)
}

export function createHowlDetector(): HowlDetector {
  let bin: number | null = null
  let sentRun: readonly Moment[] = []
  let receivedRun: readonly Moment[] = []

  function reset(): void {
    bin = null
    sentRun = receivedRun = []
  }

  return {
    reset,
    push: ({ at, sent, received, binHz }) => {
      const one = lonePeak(sent, binHz)
      const other = lonePeak(received, binHz)
      if (!one || !other || isApart(one.bin, other.bin)) {
        reset()
        return false
      }
      if (bin !== null && isApart(one.bin, bin)) reset()
      bin ??= one.bin
      const isRecent = (moment: Moment) => at - moment.at <= LONGEST_MS
      sentRun = [...sentRun.filter(isRecent), { at, level: one.level }]
      receivedRun = [...receivedRun.filter(isRecent), { at, level: other.level }]
      return grows(sentRun) && grows(receivedRun)
    },
  }
}
