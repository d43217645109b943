// Push to talk
// Like a walkie-talkie: hold the button while you speak; when you let go, it comes back with a beep.

import { AdditionalOutputs, type AudioFrame, pushToTalk, ReplyOnPause, z } from 'soundcheck'

export const stream = {
  title: 'Push to talk',
  inputs: z.object({
    beep: z.int().min(200).max(2000).default(900).describe('Pitch of the beep at the end, in Hz'),
    // With such an input nothing waits for a pause: it is a turn as long as the button is held.
    talk: pushToTalk(),
  }),
}

export default new ReplyOnPause(function* (audio, beep: number) {
  const [rate, samples] = audio
  yield new AdditionalOutputs({ held: Math.round((10 * samples.length) / rate) / 10, unit: 's' })
  yield audio
  yield roger(rate, beep)
})

/** 150 ms that mean "over". */
function roger(rate: number, frequency: number): AudioFrame {
  const length = 0.15 * rate
  const samples = Int16Array.from({ length }, (_, n) => {
    const swell = Math.sin((Math.PI * n) / length)
    return 6000 * swell * Math.sin((2 * Math.PI * frequency * n) / rate)
  })
  return [rate, samples]
}
