import type { Complaint } from './complaint'
import { type EmittedSound, lengthOf } from './emitted-sound'

/** Sound is judged by stretches of at least this length, ms: slow waves have no mean over it. */
const STRETCH = 1000
/** Stretches in a row that must be alike. */
const STRETCHES = 2
/** A tenth of full scale: music and speech have a mean near 0. */
const OFFSET = 3277
/** Input with a mean beyond this over so many ms may be passed on, louder. */
const INPUT_OFFSET = 500
const INPUT_STRETCH = 100

/** Finds sound that has a mean far from 0: one value for ever, or unsigned samples taken for signed ones. */
export class ConstantSound {
  #isTold = false
  #inputIsOff = false
  #input = new Mean()
  #output = new Mean()
  #suspects = 0

  /** @param ms length of the block. */
  received(samples: Int16Array, ms: number): void {
    this.#input.add(samples, ms)
    if (this.#input.ms < INPUT_STRETCH) return
    if (Math.abs(this.#input.value) > INPUT_OFFSET || this.#input.isConstant) this.#inputIsOff = true
    this.#input = new Mean()
  }

  emitted(sound: EmittedSound): Complaint | null {
    if (this.#isTold) return null
    this.#output.add(sound.samples, lengthOf(sound))
    if (this.#output.ms < STRETCH) return null
    const mean = this.#output
    this.#output = new Mean()
    this.#suspects = mean.isConstant || Math.abs(mean.value) > OFFSET ? this.#suspects + 1 : 0
    if (this.#suspects < STRETCHES || this.#isInputToBlame()) return null
    this.#isTold = true
    return mean.isConstant ? constant : offset
  }

  #isInputToBlame(): boolean {
    return this.#inputIsOff || Math.abs(this.#input.value) > INPUT_OFFSET || this.#input.isConstant
  }
}

const constant: Complaint = {
  message: 'emit returned the same sample, not 0, again and again: that cannot be heard',
  hint: 'Look at how the samples are computed; silence is 0, or null instead of a frame.',
}
const offset: Complaint = {
  message: 'emit returned sound with a mean far from 0: it clicks, and is distorted when loud',
  hint: 'Unsigned samples are made signed by taking away half of their range (128 of 8 bits, 32768 of 16).',
}

/** The mean of some seconds of samples. */
class Mean {
  ms = 0
  #sum = 0
  #count = 0
  #low = Number.POSITIVE_INFINITY
  #high = Number.NEGATIVE_INFINITY

  add(samples: Int16Array, ms: number): void {
    for (const sample of samples) {
      this.#sum += sample
      if (sample < this.#low) this.#low = sample
      if (sample > this.#high) this.#high = sample
    }
    this.#count += samples.length
    this.ms += ms
  }

  get value(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count
  }

  /** All samples are one value that is not 0. */
  get isConstant(): boolean {
    return this.#count > 0 && this.#low === this.#high && this.#low !== 0
  }
}
