// Parrot
// Waits until you have finished a sentence and says it back; speak to interrupt it.

import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'

export const stream = { title: 'Parrot' }

/**
 * The function is called with what you said, as `[sampleRate, samples]`, each time you pause. What it yields is played;
 * when you begin to speak again, the rest is dropped.
 */
export default new ReplyOnPause(function* (audio) {
  const [sampleRate, samples] = audio
  const seconds = Math.round((100 * samples.length) / sampleRate) / 100
  // Side data can travel beside the sound. Yielded alone, it would be an item of its own.
  yield [audio, new AdditionalOutputs({ heard: seconds, unit: 's' })]
})
