// Typed or spoken
// Takes your turn by voice or by keyboard: what you say comes back, what you type becomes a melody.

import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'

export const stream = { title: 'Typed or spoken' }

const RATE = 24_000
const NOTE_IN_S = 0.12

/** With this variant the function is given both: for a typed turn `audio` is empty, for a spoken one `textbox` is. */
export default new ReplyOnPause(
  function* ({ textbox, audio }) {
    if (textbox === '') {
      const [rate, samples] = audio
      yield [
        audio,
        new AdditionalOutputs({ spoken: Math.round((10 * samples.length) / rate) / 10, unit: 's' }),
      ]
      return
    }
    yield new AdditionalOutputs({ typed: textbox })
    for (const letter of textbox) yield [RATE, note(letter)]
  },
  { variant: 'textbox' },
)

/** A letter's place in the alphabet is its place in a scale of five notes; anything else is a rest. */
function note(letter: string): Float32Array {
  const place = 'abcdefghijklmnopqrstuvwxyz'.indexOf(letter.toLowerCase())
  const step = [0, 2, 4, 7, 9][place % 5] ?? 0
  const frequency = 220 * 2 ** (Math.floor(place / 5) / 2 + step / 12)
  const length = Math.round(NOTE_IN_S * RATE)
  return Float32Array.from({ length }, (_, n) =>
    place < 0 ? 0 : 0.2 * Math.sin((Math.PI * n) / length) * Math.sin((2 * Math.PI * frequency * n) / RATE),
  )
}
