// Wake word
// Listens to everything and answers nothing, until you say "computer": then a chime answers what you say.

import { AdditionalOutputs, ReplyOnStopWords } from 'soundcheck'

export const stream = { title: 'Wake word' }

/** What a page would show to the person. */
interface Hint {
  readonly state: 'asleep' | 'answered'
  readonly text: string
}

const hint = (state: Hint['state'], text: string) => new AdditionalOutputs({ state, text } satisfies Hint)

const RATE = 24_000

/**
 * What is said in the same breath is the turn: "computer, what time is it?". After the word alone, it is what you say
 * next. Then it sleeps again.
 */
export default new ReplyOnStopWords(
  function* ([sampleRate, samples]) {
    yield [RATE, chime()]
    const seconds = (samples.length / sampleRate).toFixed(1)
    yield hint('answered', `Heard ${seconds} s. Say "computer" again for another turn.`)
  },
  ['computer'],
  {
    // What recognises the words works at this rate, so nothing needs to be converted.
    inputSampleRate: 16_000,
    *startupFn() {
      yield hint('asleep', 'Say "computer, what time is it?"')
    },
  },
)

/** Two bells, a fifth apart, the second one a little later. */
function chime(): Float32Array {
  const bell = (time: number, frequency: number): number =>
    time < 0
      ? 0
      : 0.2 * Math.exp(-6 * time) * Math.min(1, time * 500) * Math.sin(2 * Math.PI * frequency * time)
  return Float32Array.from(
    { length: 0.9 * RATE },
    (_, n) => bell(n / RATE, 880) + bell(n / RATE - 0.15, 1320),
  )
}
