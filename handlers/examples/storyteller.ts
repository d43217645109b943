// Storyteller
// Tells a story of twenty seconds in a voice made of vowels. Speak, and it stops at once to hear you.

import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'

export const stream = { title: 'Storyteller' }

const GREETING = ['Hello. Shall I tell you a story?']
const STORY = [
  'Once upon a time a machine was made that could not stop talking.',
  'It told of oceans and of islands, of ice and of fire, to anyone near.',
  'People came from all around, and every evening they asked it to go on.',
  'One day a little girl said: may I say something too?',
  'And the machine, for the first time in its life, was quiet and heard.',
]

export default new ReplyOnPause(
  function () {
    return tell(this, STORY)
  },
  {
    /** Called once, at the start: a first reply that nobody asked for. */
    startupFn() {
      return tell(this, GREETING)
    },
  },
)

/** Yields a word at a time, as a voice model would stream it. */
async function* tell(handler: ReplyOnPause, sentences: readonly string[]) {
  // Of this reply: the next one has a signal of its own.
  const { turnSignal } = handler
  const voice = new Voice()
  const begun = handler.loop.time()
  let spoken = 0
  try {
    for (const sentence of sentences) {
      yield new AdditionalOutputs(sentence)
      for (const [n, word] of sentence.split(' ').entries()) {
        // The pitch falls towards the end of a sentence.
        const samples = voice.say(word, 130 - 3 * n)
        yield [RATE, samples] as const
        spoken += (1000 * samples.length) / RATE
        // Half a second ahead is enough; all the rest would be made in vain when somebody interrupts.
        await pause(handler, begun + spoken - 500 - handler.loop.time())
      }
    }
  } finally {
    // An interruption ends the generator at its `yield`, as `return` would: this is where it is noticed.
    if (turnSignal.aborted) console.log(`Interrupted after ${(spoken / 1000).toFixed(1)} s`)
  }
}

function pause(handler: ReplyOnPause, ms: number): Promise<void> {
  return new Promise((resolve) => handler.loop.callLater(Math.max(0, ms), resolve))
}

const RATE = 24_000
/** The two resonances of the mouth that make a vowel, Hz. */
const FORMANTS = new Map([
  ['a', [730, 1090]],
  ['e', [530, 1840]],
  ['i', [300, 2250]],
  ['o', [550, 850]],
  ['u', [320, 900]],
])

/** Pulses of the vocal cords, shaped by a mouth of two resonators. It knows vowels alone. */
class Voice {
  private phase = 0
  private readonly mouth = [new Resonator(), new Resonator()]

  /** The vowels of a word, then a gap: a long one at the end of a sentence. */
  say(word: string, pitch: number): Float32Array {
    const vowels = [...word.toLowerCase()].flatMap((letter) => this.vowel(FORMANTS.get(letter), pitch))
    const gap = new Array<number>(RATE * (/[.:?]$/.test(word) ? 0.45 : 0.06)).fill(0)
    return Float32Array.from([...vowels, ...gap])
  }

  private vowel(formants: readonly number[] | undefined, pitch: number): number[] {
    if (!formants) return []
    const length = 0.15 * RATE
    return Array.from({ length }, (_, n) => {
      this.phase += pitch / RATE
      const pulse = this.phase >= 1 ? 1 : 0
      this.phase -= pulse
      const sum = this.mouth.reduce((all, part, at) => all + part.step(pulse, formants[at] ?? 0), 0)
      // Each syllable swells and fades.
      return sum * Math.sin((Math.PI * n) / length)
    })
  }
}

/** Rings at a frequency when it is struck. */
class Resonator {
  private last = 0
  private lastButOne = 0

  step(input: number, frequency: number): number {
    const angle = (2 * Math.PI * frequency) / RATE
    const output = 0.06 * input + 1.96 * Math.cos(angle) * this.last - 0.96 * this.lastButOne
    this.lastButOne = this.last
    this.last = output
    return output
  }
}
