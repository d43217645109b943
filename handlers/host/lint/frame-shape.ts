import type { ChannelCount } from '../../../contract/media'
import type { Complaint } from './complaint'
import { ConstantSound } from './constant-sound'
import { EchoedBlocks } from './echoed-blocks'
import type { EmittedSound } from './emitted-sound'
import { OddRate } from './odd-rate'
import { SampleRange } from './sample-range'

/** What a handler said about its audio. */
export interface AudioFormat {
  /** Hz. */
  readonly inputSampleRate: number
  /** Hz. */
  readonly outputSampleRate: number
  readonly inputChannels: ChannelCount
}

/** Watches the sound that goes in and out for shapes that cannot be meant. */
export class FrameShape {
  readonly #format: AudioFormat
  readonly #echoes: EchoedBlocks
  readonly #range = new SampleRange()
  readonly #constant = new ConstantSound()
  readonly #rate: OddRate

  constructor(format: AudioFormat) {
    this.#format = format
    this.#echoes = new EchoedBlocks({ sampleRate: format.inputSampleRate, channels: format.inputChannels })
    this.#rate = new OddRate([format.inputSampleRate, format.outputSampleRate])
  }

  /** A block that `receive` is about to be given. */
  received(samples: Int16Array): void {
    const { inputChannels, inputSampleRate } = this.#format
    const ms = (1000 * samples.length) / inputChannels / inputSampleRate
    this.#echoes.received(samples)
    this.#range.received(samples, ms)
    this.#constant.received(samples, ms)
  }

  emitted(sound: EmittedSound): readonly Complaint[] {
    const complaints = [
      this.#echoes.emitted(sound),
      this.#range.emitted(sound),
      this.#constant.emitted(sound),
      this.#rate.emitted(sound),
    ]
    return complaints.filter((complaint) => complaint !== null)
  }
}
