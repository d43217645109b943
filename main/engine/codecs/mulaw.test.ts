import { AV_CODEC_ID_PCM_MULAW, AV_SAMPLE_FMT_S16 } from 'node-av/constants'
import { Codec, Frame, Packet } from 'node-av/lib'
import { describe, expect, it } from 'vitest'
import { nativeLayout } from './channel-layout'
import { decodeMulaw, encodeMulaw } from './mulaw'
import { bufferOf, openCodec } from './native-codec'

/** What FFmpeg makes of these codes: another program's reading of the same standard. */
function byFfmpeg(codes: Uint8Array): Int16Array {
  const context = openCodec(
    Codec.findDecoder(AV_CODEC_ID_PCM_MULAW),
    (opening) => {
      opening.sampleRate = 8000
      opening.channelLayout = nativeLayout(1)
      opening.sampleFormat = AV_SAMPLE_FMT_S16
    },
    {},
  )
  const packet = new Packet()
  const frame = new Frame()
  packet.alloc()
  frame.alloc()
  packet.data = bufferOf(codes)
  context.sendPacketSync(packet)
  context.receiveFrameSync(frame)
  const samples = new Int16Array(Uint8Array.from(frame.toBuffer()).buffer)
  packet.free()
  frame.free()
  context.freeContext()
  return samples
}

const allCodes = Uint8Array.from({ length: 256 }, (_, code) => code)

describe('mu-law', () => {
  it('decodes every code as FFmpeg does', () => {
    expect([...decodeMulaw(allCodes)]).toEqual([...byFfmpeg(allCodes)])
  })

  it('gives every code back for the sample that it stands for, but one of the two zeros', () => {
    const again = encodeMulaw(decodeMulaw(allCodes))
    expect([...again].filter((code, n) => code !== n)).toHaveLength(1)
    expect(again[0x7f]).toBe(0xff)
  })

  it('is off by no more than half a step for any sample that it has a code for', () => {
    for (let sample = -32_635; sample <= 32_635; sample += 7) {
      const [decoded = 0] = decodeMulaw(encodeMulaw(Int16Array.of(sample)))
      // A step is a sixteenth of its segment, and segments double from 132 below zero on.
      expect(Math.abs(decoded - sample)).toBeLessThanOrEqual((Math.abs(sample) + 132) / 32)
    }
  })

  it('clips what is louder than it can say', () => {
    expect([...decodeMulaw(encodeMulaw(Int16Array.of(32_767, -32_768)))]).toEqual([32_124, -32_124])
  })
})
