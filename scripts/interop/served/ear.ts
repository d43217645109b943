/** What was heard in one second. */
export interface Heard {
  readonly hz: number
  /** Amplitude of a sine as loud as it, 0 to 1. */
  readonly level: number
}

/** Below this amplitude a crossing of zero may be the codec's noise. */
const FLOOR = 300

/** Listens to a tone, and says once a second what it was. Samples are mono. */
export function createEar(rate: number) {
  let heard: Int16Array[] = []
  let count = 0
  return {
    hear(samples: Int16Array): Heard | null {
      heard.push(samples.slice())
      count += samples.length
      if (count < rate) return null
      const second = heard.flatMap((block) => [...block])
      heard = []
      count = 0
      return toneOf(second, rate)
    },
  }
}

function toneOf(samples: readonly number[], rate: number): Heard {
  const crossings: number[] = []
  let isLow = false
  samples.forEach((sample, at) => {
    if (sample < -FLOOR) isLow = true
    if (!isLow || sample <= FLOOR) return
    isLow = false
    crossings.push(at)
  })
  const first = crossings[0] ?? 0
  const last = crossings.at(-1) ?? 0
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return {
    hz: last > first ? ((crossings.length - 1) * rate) / (last - first) : 0,
    level: Math.sqrt(2 * power) / 32_768,
  }
}
