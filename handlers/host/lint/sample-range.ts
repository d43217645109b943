import type { Complaint } from './complaint'
import { type EmittedSound, lengthOf, peakOf } from './emitted-sound'

/** No gain that anybody wants makes a float 64 times too loud; 16-bit values are hundreds. */
const BEYOND_FLOAT = 64
/** Emitted sound that never leaves -1..1 for this long, ms, is not the quiet before the first word. */
const INAUDIBLE_FOR = 3000
/** A loud input, of 16 bits. */
const LOUD = 1000
const LOUD_INPUT_FOR = 2000

/** Finds samples on the wrong scale: 16-bit values in floats, and floats in 16-bit integers. */
export class SampleRange {
  #isTold = false
  /** Input that is nearly silent may be passed through as it is. */
  #inputWasFaint = false
  #inputMs = 0
  #loudInputMs = 0
  #inaudibleMs = 0
  #isAllZero = true

  /** @param ms length of the block. */
  received(samples: Int16Array, ms: number): void {
    const peak = peakOf(samples)
    this.#inputMs += ms
    if (peak >= LOUD) this.#loudInputMs += ms
    if (peak > 0 && peak <= 1) this.#inputWasFaint = true
  }

  emitted(sound: EmittedSound): Complaint | null {
    if (this.#isTold) return null
    const complaint =
      sound.given instanceof Float32Array ? judgeFloats(sound.given) : this.#judgeIntegers(sound)
    if (complaint) this.#isTold = true
    return complaint
  }

  #judgeIntegers(sound: EmittedSound): Complaint | null {
    if (!(sound.given instanceof Int16Array)) return null
    const peak = peakOf(sound.given)
    if (peak > 1) {
      this.#inaudibleMs = 0
      this.#isAllZero = true
      return null
    }
    this.#inaudibleMs += lengthOf(sound)
    if (peak > 0) this.#isAllZero = false
    if (this.#inaudibleMs < INAUDIBLE_FOR || this.#isAllZero || !this.#isUnlikeInput()) return null
    return {
      message: 'emit returned an Int16Array of -1, 0 and 1 only: that cannot be heard',
      hint: 'Floats in -1..1 become 16-bit samples by audioToInt16(floats); or emit the Float32Array itself.',
    }
  }

  /** Whether what came in cannot be why what goes out is so faint. */
  #isUnlikeInput(): boolean {
    return !this.#inputWasFaint && (this.#inputMs === 0 || this.#loudInputMs >= LOUD_INPUT_FOR)
  }
}

function judgeFloats(samples: Float32Array): Complaint | null {
  const peak = peakOf(samples)
  if (peak < BEYOND_FLOAT) return null
  const message = 'emit returned a Float32Array with values far beyond -1..1: it plays as loud noise'
  if (peak <= 32_768) {
    return {
      message,
      hint: 'These look like 16-bit values: divide by 32768, or use audioToFloat32(samples).',
    }
  }
  return {
    message,
    hint: 'Floats are played in -1..1; scale them, and look for a filter that grows without end.',
  }
}
