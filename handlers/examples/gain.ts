// Gain
// Plays the microphone back louder or softer, by a control in the window.

import { type AudioFrame, type EmitType, StreamHandler, z } from 'soundcheck'

export const stream = {
  title: 'Gain',
  // Each property becomes a control in the window; what it is set to is checked against this before we see it.
  inputs: z.object({
    gain: z.number().min(0).max(4).default(1).describe('How loud you come back: 0 is silent, 1 unchanged'),
  }),
}

/** A synchronous handler: no `async`, no `await`. */
export default class Gain extends StreamHandler {
  private readonly ready: AudioFrame[] = []

  receive([sampleRate, samples]: AudioFrame): void {
    // Index 0 is a placeholder, the inputs follow in their order: 1 is `gain`.
    const gain = Number(this.latestArgs[1])
    // Beyond the range of 16 bits a sample would wrap around and crackle: it is held at the limit instead.
    const louder = samples.map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * gain))))
    this.ready.push([sampleRate, louder])
  }

  emit(): EmitType {
    return this.ready.shift() ?? null
  }
}
