import type { LevelBlock } from './level'

/** Collects samples of all channels and gives a block for every `length` samples. */
export function createLevelWindow(length: number, onBlock: (block: LevelBlock) => void) {
  let filled = 0
  let min = 0
  let max = 0
  let energy: number[] = []

  const finish = () => {
    const rms = Math.sqrt(Math.max(0, ...energy) / length)
    onBlock({ rms, peak: Math.max(max, -min), min, max })
    filled = 0
    min = 0
    max = 0
    energy = []
  }

  const add = (channels: readonly Float32Array[], from: number, to: number) => {
    channels.forEach((samples, channel) => {
      let sum = energy[channel] ?? 0
      for (let i = from; i < to; i++) {
        const sample = samples[i] ?? 0
        sum += sample * sample
        if (sample < min) min = sample
        else if (sample > max) max = sample
      }
      energy[channel] = sum
    })
  }

  /** `channels` are equally long; an input without channels counts as `count` samples of silence. */
  return (channels: readonly Float32Array[], count: number) => {
    for (let at = 0; at < count; ) {
      const step = Math.min(count - at, length - filled)
      add(channels, at, at + step)
      at += step
      filled += step
      if (filled === length) finish()
    }
  }
}
