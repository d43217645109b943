// Phone greeting
// Answers like an exchange: greets you, repeats three sentences with as many beeps, and hangs up. At 8 kHz, as on the phone.

import { AdditionalOutputs, CloseStream, ReplyOnPause } from 'soundcheck'

export const stream = { title: 'Phone greeting' }

/** Hz: what a telephone carries. Sound for both directions is converted by the bench. */
const RATE = 8000
const LAST_TURN = 3

export default new ReplyOnPause(
  /** On the telephone there is no page with inputs: what one turn gives as outputs are the inputs of the next. */
  function* ([, samples], history: readonly number[] = []) {
    const seconds = samples.length / RATE
    const heard = [...history, Math.round(10 * seconds) / 10]
    yield new AdditionalOutputs(heard)
    // Elsewhere a page keeps the history and sends it back. This handler has no page, so it is its own.
    if (!this.phoneMode) this.setArgs([heard])
    yield [RATE, beeps(heard.length, 1000)]
    yield [RATE, samples]
    if (heard.length < LAST_TURN) return
    yield [RATE, beeps(2, 400)]
    // What was yielded before is still played.
    yield new CloseStream('Goodbye')
  },
  {
    inputSampleRate: RATE,
    outputSampleRate: RATE,
    *startupFn() {
      yield [RATE, beeps(1, 440)]
      yield [RATE, beeps(1, 660)]
    },
  },
)

/** So many beeps of 120 ms with 80 ms between them. */
function beeps(count: number, frequency: number): Float32Array {
  const [length, loud] = [0.2 * RATE, 0.12 * RATE]
  return Float32Array.from({ length: count * length }, (_, n) => {
    const into = n % length
    if (into > loud) return 0
    return 0.25 * Math.sin((Math.PI * into) / loud) * Math.sin((2 * Math.PI * frequency * into) / RATE)
  })
}
