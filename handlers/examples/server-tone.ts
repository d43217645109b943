// Melody
// Plays a short melody and hangs up by itself; it needs no microphone.

import { AudioGenerator } from 'soundcheck'

export const stream = { title: 'Melody' }

const RATE = 24_000
const LEVEL = 0.2
const BEAT_IN_S = 0.3
/** Hz, and how many beats it lasts. */
const MELODY = [
  [523.25, 1],
  [587.33, 1],
  [659.25, 1],
  [523.25, 1],
  [659.25, 1],
  [698.46, 1],
  [783.99, 2],
] as const

/** Each value is played after the one before, however early it was given. After the last one the session ends. */
export default new AudioGenerator(function* () {
  for (const [frequency, beats] of MELODY) yield [RATE, note(frequency, beats * BEAT_IN_S)]
})

/** Like a string that is plucked: it begins at once and dies away. */
function note(frequency: number, seconds: number): Float32Array {
  const length = Math.round(seconds * RATE)
  return Float32Array.from({ length }, (_, n) => {
    const fade = Math.min(1, n / 100) * (1 - n / length)
    return LEVEL * fade * Math.sin((2 * Math.PI * frequency * n) / RATE)
  })
}
