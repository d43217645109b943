// Tone
// Plays a chord, one note after the other, and needs no microphone: it only emits.

import { type AudioFrame, type EmitType, StreamHandler } from 'soundcheck'

// `receive` is said from the client's side: it gets sound and sends none, so no microphone is asked for.
export const stream = { title: 'Tone', mode: 'receive' }

/** A4, C#5, E5 and A5. */
const NOTES_IN_HZ = [440, 554.37, 659.25, 880]
const NOTE_IN_S = 0.5
/** A fifth of full scale: clearly heard, and no fright with headphones on. */
const LEVEL = 0.2

export default class Tone extends StreamHandler {
  /** Samples emitted so far: what the tone's phase is computed from. */
  private position = 0

  receive(_frame: AudioFrame): void {
    // Whatever you say, it plays on.
  }

  /** Gives 20 ms at a time. It is asked for more just as fast as that is played. */
  emit(): EmitType {
    const samples = Float32Array.from({ length: this.outputFrameSize }, () => this.nextSample())
    return [this.outputSampleRate, samples]
  }

  private nextSample(): number {
    const time = this.position++ / this.outputSampleRate
    const note = Math.floor(time / NOTE_IN_S)
    const frequency = NOTES_IN_HZ[note % NOTES_IN_HZ.length] ?? 440
    const intoNote = time - note * NOTE_IN_S
    // Each note swells and fades: one that is cut off clicks.
    const swell = Math.sin((Math.PI * intoNote) / NOTE_IN_S)
    return LEVEL * swell * Math.sin(2 * Math.PI * frequency * intoNote)
  }
}
