import { describe, expect, it } from 'vitest'
import { amplitudeOf, stereoTone } from '../testing/tone'
import { createAudioResampler } from './audio-resampler'
import { createWireAudioDecoder } from './wire-audio-decoder'
import { createWireAudioEncoder } from './wire-audio-encoder'

const BLOCK = 960

describe.each([{ codec: 'pcmu', sampleRate: 8000 } as const, { codec: 'pcmu', sampleRate: 24_000 } as const])(
  'audio as mu-law at $sampleRate Hz',
  (audio) => {
    it('comes out at its rate with its level, 20 ms for each block', () => {
      const encoder = createWireAudioEncoder(audio)
      const decoder = createWireAudioDecoder(audio)
      const back = createAudioResampler({ from: decoder.shape, to: { sampleRate: 48_000, channels: 2 } })
      expect(decoder.shape).toEqual({ sampleRate: audio.sampleRate, channels: 1 })
      const heard: number[] = []
      for (let n = 0; n < 50; n += 1) {
        const payload = encoder.encode(stereoTone(440, 0.5, BLOCK, n * BLOCK))
        expect(payload.length).toBe(audio.sampleRate / 50)
        heard.push(...back.push(decoder.decode(payload)))
      }
      expect(amplitudeOf(Int16Array.from(heard.slice(4 * BLOCK, 84 * BLOCK)), 440)).toBeCloseTo(0.5, 2)
      for (const one of [encoder, decoder, back]) one.close()
    })
  },
)
