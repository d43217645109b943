// Noise gate
// Lets sound through only while you speak: keys, fans and traffic are not heard in between.

import {
  AsyncQueue,
  AsyncStreamHandler,
  type AudioFrame,
  type EmitType,
  sileroVad,
  type VadDetector,
  waitForItem,
  z,
} from 'soundcheck'

export const stream = {
  title: 'Noise gate',
  inputs: z.object({
    attack: z.int().min(1).max(100).default(10).describe('ms in which it opens'),
    hold: z.int().min(0).max(2000).default(200).describe('ms that it stays open after the last speech'),
    release: z.int().min(1).max(2000).default(150).describe('ms in which it closes'),
  }),
}

const SAMPLES_IN_A_MS = 48
/** Frames of 20 ms by which the sound is late, so that the gate is open before a word comes through it. */
const FRAMES_LATE = 7

export default class NoiseGate extends AsyncStreamHandler {
  private readonly passed = new AsyncQueue<AudioFrame>()
  private readonly line: AudioFrame[] = []
  /** It remembers what it heard, so each session opens its own. */
  private detector: VadDetector | null = null
  private window: number[] = []
  /** Samples for which the gate stays open. */
  private open = 0
  /** 0 is closed, 1 is open. */
  private gain = 0

  override async startUp(): Promise<void> {
    this.detector = await sileroVad.open()
  }

  async receive(frame: AudioFrame): Promise<void> {
    await this.listen(frame[1])
    this.line.push(frame)
    const late = this.line.length > FRAMES_LATE ? this.line.shift() : undefined
    if (late) await this.passed.put([late[0], this.gated(late[1])])
  }

  async emit(): Promise<EmitType> {
    return await waitForItem(this.passed)
  }

  /** The detector takes windows of 32 ms at 16 kHz: three samples at 48 kHz, averaged, are one of its own. */
  private async listen(samples: Int16Array): Promise<void> {
    for (let n = 0; n < samples.length; n += 3) {
      const sum = (samples[n] ?? 0) + (samples[n + 1] ?? 0) + (samples[n + 2] ?? 0)
      this.window.push(sum / 3 / 32_768)
    }
    while (this.detector && this.window.length >= sileroVad.windowSize) {
      const window = Float32Array.from(this.window.splice(0, sileroVad.windowSize))
      const isSpeech = (await this.detector.probability(window)) > 0.5
      // What was heard just now comes through the gate in `FRAMES_LATE` frames.
      if (isSpeech) this.open = (FRAMES_LATE * 20 + Number(this.latestArgs[2])) * SAMPLES_IN_A_MS
    }
  }

  /** Opens and closes gradually: a step in loudness is a click. */
  private gated(samples: Int16Array): Int16Array {
    const attack = 1 / (Number(this.latestArgs[1]) * SAMPLES_IN_A_MS)
    const release = 1 / (Number(this.latestArgs[3]) * SAMPLES_IN_A_MS)
    return samples.map((sample) => {
      this.gain = this.open-- > 0 ? Math.min(1, this.gain + attack) : Math.max(0, this.gain - release)
      return Math.round(sample * this.gain)
    })
  }
}
