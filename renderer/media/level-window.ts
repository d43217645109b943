import type { LevelBlock } from './level'

/** Where the sound passes nobody knows what time it is elsewhere. */
export type MeasuredBlock = Omit<LevelBlock, 'endsAt'>

/** Collects samples of all channels and gives a block for every `length` samples. */
/** @param steps into which a block is divided for its peaks */
export function createLevelWindow(length: number, steps: number, onBlock: (block: MeasuredBlock) => void) {
  let filled = 0
  let min = 0
  let max = 0
  let energy: number[] = []
  let peaks: number[] = []
  let [low, high] = [0, 0]

  const finishStep = () => {
    peaks.push(Math.max(high, -low))
    min = Math.min(min, low)
    max = Math.max(max, high)
    low = 0
    high = 0
  }

  const finish = () => {
    const rms = Math.sqrt(Math.max(0, ...energy) / length)
    onBlock({ rms, peak: Math.max(max, -min), min, max, peaks })
    filled = 0
    min = 0
    max = 0
    energy = []
    peaks = []
  }

  const add = (channels: readonly Float32Array[], from: number, to: number) => {
    channels.forEach((samples, channel) => {
      let sum = energy[channel] ?? 0
      for (let i = from; i < to; i++) {
        const sample = samples[i] ?? 0
        sum += sample * sample
        if (sample < low) low = sample
        else if (sample > high) high = sample
      }
      energy[channel] = sum
    })
  }

  /** `channels` are equally long; an input without channels counts as `count` samples of silence. */
  return (channels: readonly Float32Array[], count: number) => {
    for (let at = 0; at < count; ) {
      const stepEnd = Math.round(((peaks.length + 1) * length) / steps)
      const step = Math.min(count - at, stepEnd - filled)
      add(channels, at, at + step)
      at += step
      filled += step
      if (filled === stepEnd) finishStep()
      if (filled === length) finish()
    }
  }
}
