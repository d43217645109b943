// Voice meter
// Measures how loud and how high your voice is, five times a second, and says nothing.

import { AdditionalOutputs, type AudioFrame, type EmitType, StreamHandler } from 'soundcheck'

// `send` is said from the client's side: it sends sound and gets none, so no loudspeaker is needed.
export const stream = { title: 'Voice meter', mode: 'send' }

const RATE = 16_000
const FRAMES_IN_A_REPORT = 10
/** The range of the voices of men, women and children, Hz. */
const PITCH_IN_HZ = { lowest: 70, highest: 400 }

export default class VoiceMeter extends StreamHandler {
  private heard: number[] = []
  private frames = 0

  constructor() {
    // The sound comes at the rate that we ask for.
    super({ inputSampleRate: RATE })
  }

  receive([, samples]: AudioFrame): void {
    this.heard.push(...samples)
    this.frames++
  }

  emit(): EmitType {
    if (this.frames < FRAMES_IN_A_REPORT) return null
    const samples = this.heard.map((sample) => sample / 32_768)
    this.heard = []
    this.frames = 0
    const level = Math.sqrt(energy(samples) / samples.length)
    const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0)
    return new AdditionalOutputs({
      levelDb: inDecibels(level),
      peakDb: inDecibels(peak),
      pitchHz: level > 0.003 ? pitchOf(samples) : null,
    })
  }
}

/** dBFS: 0 is as loud as it gets; silence is -100. */
function inDecibels(level: number): number {
  return Math.round(200 * Math.log10(Math.max(level, 1e-5))) / 10
}

/** Samples that are compared: 50 ms, some periods of the lowest voice. */
const LISTENED = 0.05 * RATE

/** A voiced sound repeats itself: the delay after which it is most like itself is its period. Null for noise. */
function pitchOf(samples: readonly number[]): number | null {
  let best = { period: 0, likeness: 0.5 }
  const longest = Math.round(RATE / PITCH_IN_HZ.lowest)
  const newest = samples.slice(-LISTENED - longest)
  const part = newest.slice(0, LISTENED)
  for (let period = Math.round(RATE / PITCH_IN_HZ.highest); period <= longest; period++) {
    const later = newest.slice(period, period + LISTENED)
    const product = part.reduce((sum, sample, n) => sum + sample * (later[n] ?? 0), 0)
    const likeness = product / Math.sqrt(energy(part) * energy(later) + Number.MIN_VALUE)
    // Two periods later it is as much like itself as after one: only a clear gain counts.
    if (likeness > best.likeness + 0.02) best = { period, likeness }
  }
  return best.period === 0 ? null : Math.round(RATE / best.period)
}

function energy(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0)
}
