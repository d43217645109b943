import { describe, expect, it } from 'vitest'
import { amplitudeOf, stereoTone } from '../testing/tone'
import { createAudioResampler } from './audio-resampler'
import { createWireAudioDecoder } from './wire-audio-decoder'
import { createWireAudioEncoder } from './wire-audio-encoder'

const BLOCK = 960

describe.each([
  { audio: { codec: 'pcmu', sampleRate: 8000 }, channels: 2 },
  { audio: { codec: 'pcmu', sampleRate: 24_000 }, channels: 1 },
] as const)('audio of $channels channels as mu-law at $audio.sampleRate Hz', ({ audio, channels }) => {
  it('comes out at its rate with its level, 20 ms for each block', () => {
    const encoder = createWireAudioEncoder(audio, channels)
    const decoder = createWireAudioDecoder(audio)
    const back = createAudioResampler({ from: decoder.shape, to: { sampleRate: 48_000, channels: 2 } })
    expect(decoder.shape).toEqual({ sampleRate: audio.sampleRate, channels: 1 })
    const heard: number[] = []
    for (let n = 0; n < 50; n += 1) {
      const stereo = stereoTone(440, 0.5, BLOCK, n * BLOCK)
      const payload = encoder.encode(channels === 2 ? stereo : stereo.filter((_, at) => at % 2 === 0))
      expect(payload.length).toBe(audio.sampleRate / 50)
      heard.push(...back.push(decoder.decode(payload)))
    }
    expect(amplitudeOf(Int16Array.from(heard.slice(4 * BLOCK, 84 * BLOCK)), 440)).toBeCloseTo(0.5, 2)
    for (const one of [encoder, decoder, back]) one.close()
  })
})
