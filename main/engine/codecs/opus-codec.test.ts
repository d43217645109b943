import fc from 'fast-check'
import { AV_SAMPLE_FMT_S16, FF_ENCODER_LIBOPUS } from 'node-av/constants'
import { Codec, Frame, Packet, Rational } from 'node-av/lib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nativeLayout } from './channel-layout'
import { bufferOf, openCodec } from './native-codec'
import { createOpusDecoder, tocOf20Ms } from './opus-decoder'
import { createOpusEncoder, type OpusEncoderOptions } from './opus-encoder'
import { growthInMb, LEAK_TEST_TIMEOUT } from './testing/leaks'
import { channelOf, concat, fitTone, noiseBlock, toneBlock } from './testing/tones'

const stereo = { frequency: 440, sampleRate: 48_000, channels: 2 } as const

function decoderForTest() {
  const decoder = createOpusDecoder()
  onTestFinished(decoder.close)
  return decoder
}

function packets(count: number, options: OpusEncoderOptions = {}): Uint8Array[] {
  const encoder = createOpusEncoder(options)
  onTestFinished(encoder.close)
  const tone = { ...stereo, channels: options.channels ?? 2 }
  return Array.from({ length: count }, (_, n) => encoder.encode(toneBlock(tone, n * 960, 960)))
}

/** One packet of another length and mode than the product's own encoder makes. */
function foreignPacket(durationMs: number, application: string): Uint8Array {
  const context = openCodec(
    Codec.findEncoderByName(FF_ENCODER_LIBOPUS),
    (opening) => {
      opening.sampleRate = 48_000
      opening.sampleFormat = AV_SAMPLE_FMT_S16
      opening.channelLayout = nativeLayout(2)
      opening.bitRate = 32_000n
      opening.timeBase = new Rational(1, 48_000)
    },
    { application, frame_duration: String(durationMs) },
  )
  const nbSamples = durationMs * 48
  const frame = Frame.fromAudioBuffer(bufferOf(toneBlock(stereo, 0, nbSamples)), {
    nbSamples,
    format: AV_SAMPLE_FMT_S16,
    sampleRate: 48_000,
    channelLayout: nativeLayout(2),
    pts: 0n,
  })
  const packet = new Packet()
  packet.alloc()
  context.sendFrameSync(frame)
  context.receivePacketSync(packet)
  const payload = Uint8Array.from(packet.data ?? [])
  packet.free()
  frame.free()
  context.freeContext()
  return payload
}

describe('the Opus codec', () => {
  it('gives a tone back, in both channels, block for block', () => {
    const decoder = decoderForTest()
    const blocks = packets(50).map((packet) => decoder.decode(packet))
    expect(blocks.every(({ length }) => length === 1920)).toBe(true)
    for (const channel of [0, 1]) {
      const fit = fitTone(channelOf(concat(blocks.slice(10)), channel, 2), 440, 48_000)
      expect(fit.amplitude).toBeGreaterThan(15_500)
      expect(fit.amplitude).toBeLessThan(16_500)
      expect(fit.snr).toBeGreaterThan(25)
    }
  })

  it('gives sound back as much later as it says', () => {
    const encoder = createOpusEncoder({ channels: 1 })
    onTestFinished(encoder.close)
    const click = 3 * 960 + 333
    const blocks = Array.from({ length: 6 }, (_, n) =>
      Int16Array.from({ length: 960 }, (_, at) => (Math.abs(n * 960 + at - click) < 3 ? 20_000 : 0)),
    )
    const decoder = decoderForTest()
    const sound = channelOf(concat(blocks.map((block) => decoder.decode(encoder.encode(block)))), 0, 2)
    const loudest = sound.reduce(
      (best, value, at) => (Math.abs(value) > Math.abs(sound[best] ?? 0) ? at : best),
      0,
    )
    expect(Math.abs(loudest - click - encoder.delayMs * 48)).toBeLessThanOrEqual(2)
  })

  it('keeps the channels apart', () => {
    const decoder = decoderForTest()
    const encoder = createOpusEncoder()
    onTestFinished(encoder.close)
    const blocks = Array.from({ length: 50 }, (_, n) => {
      const block = toneBlock(stereo, n * 960, 960).map((value, at) => (at % 2 === 0 ? value : 0))
      return decoder.decode(encoder.encode(block))
    })
    const right = channelOf(concat(blocks.slice(10)), 1, 2)
    expect(fitTone(channelOf(concat(blocks.slice(10)), 0, 2), 440, 48_000).amplitude).toBeGreaterThan(15_000)
    expect(Math.max(...right.map(Math.abs))).toBeLessThan(1_600)
  })

  it('decodes mono packets to two equal channels', () => {
    const decoder = decoderForTest()
    const last = packets(10, { channels: 1 })
      .map((packet) => decoder.decode(packet))
      .at(-1)
    expect(last).toHaveLength(1920)
    expect(channelOf(last ?? new Int16Array(), 0, 2)).toEqual(channelOf(last ?? new Int16Array(), 1, 2))
  })

  it('decodes stereo packets to the mean of both channels where one is wanted, also when it conceals', () => {
    const [both, one] = [createOpusDecoder(), createOpusDecoder({ channels: 1 })]
    const encoder = createOpusEncoder()
    onTestFinished(() => [both, one, encoder].forEach(({ close }) => void close()))
    const rightIsHalf = (n: number) =>
      toneBlock(stereo, n * 960, 960).map((value, at) => (at % 2 === 0 ? value : value / 2))
    for (let n = 0; n < 30; n += 1) {
      const packet = encoder.encode(rightIsHalf(n))
      const [samples, mono] = [both.decode(packet), one.decode(packet)]
      expect(mono).toHaveLength(960)
      mono.forEach((value, at) => {
        const mean = ((samples[2 * at] ?? 0) + (samples[2 * at + 1] ?? 0)) / 2
        expect(Math.abs(value - mean)).toBeLessThanOrEqual(2)
      })
    }
    expect(one.conceal()).toHaveLength(960)
  })

  it.each([
    [2.5, 'lowdelay'],
    [5, 'lowdelay'],
    [10, 'audio'],
    [40, 'voip'],
    [60, 'voip'],
    [120, 'voip'],
  ])('decodes the whole of a packet of %d ms (%s)', (durationMs, application) => {
    const samples = decoderForTest().decode(foreignPacket(durationMs, application))
    expect(samples).toHaveLength(durationMs * 48 * 2)
    expect(samples.buffer.byteLength).toBe(samples.byteLength)
  })

  it('spends about the bit rate it is given', () => {
    for (const bitrate of [32_000, 64_000]) {
      const encoder = createOpusEncoder({ bitrate })
      const bits = Array.from({ length: 100 }, (_, n) => encoder.encode(noiseBlock(n)).length * 8)
      encoder.close()
      const rate = bits.reduce((sum, n) => sum + n, 0) / 2
      expect(Math.abs(rate / bitrate - 1)).toBeLessThan(0.15)
    }
  })

  it('refuses a block that is not 20 ms and a bit rate that Opus does not have', () => {
    const encoder = createOpusEncoder()
    onTestFinished(encoder.close)
    expect(() => encoder.encode(new Int16Array(960))).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(() => createOpusEncoder({ bitrate: 1 })).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})

describe('concealment', () => {
  it('goes on with the tone for one lost packet and sinks over many', () => {
    const decoder = decoderForTest()
    for (const packet of packets(20)) decoder.decode(packet)
    const first = channelOf(decoder.conceal(), 0, 2)
    expect(first).toHaveLength(960)
    expect(fitTone(first, 440, 48_000).amplitude).toBeGreaterThan(10_000)
    const later = Array.from({ length: 20 }, () => decoder.conceal())
    expect(Math.max(...(later.at(-1) ?? []).map(Math.abs))).toBeLessThan(4_000)
  })

  it('is silent before the first packet', () => {
    expect(decoderForTest().conceal()).toEqual(new Int16Array(1920))
  })

  it.each([2.5, 10, 60, 120])('is 20 ms long also after packets of %d ms', (durationMs) => {
    const decoder = decoderForTest()
    decoder.decode(foreignPacket(durationMs, durationMs < 10 ? 'lowdelay' : 'voip'))
    expect(decoder.conceal()).toHaveLength(1920)
    expect(decoder.decode(packets(1)[0] ?? new Uint8Array())).toHaveLength(1920)
  })

  it('asks for 20 ms in the mode and channels of the last packet', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (toc) => {
        const made = tocOf20Ms(toc)
        const config = made >> 3
        expect(config < 12 ? config % 4 === 1 : config < 16 ? config % 2 === 1 : config % 4 === 3).toBe(true)
        expect(made & 0b111).toBe(toc & 0b100)
        expect(Math.abs(config - (toc >> 3))).toBeLessThan(4)
      }),
    )
  })
})

describe('a damaged Opus packet', () => {
  it.each([
    ['no bytes', []],
    ['a frame count of zero', [0xff, 0]],
    ['two equal frames of an odd length', [0xfd, 1, 2, 3]],
  ])('with %s is refused, and the next good one decodes', (_, bytes) => {
    const decoder = decoderForTest()
    const [first, second] = packets(2)
    decoder.decode(first ?? new Uint8Array())
    expect(() => decoder.decode(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(decoder.decode(second ?? new Uint8Array())).toHaveLength(1920)
  })

  it('of any bytes is refused or decoded, never anything else', () => {
    const decoder = decoderForTest()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          expect(decoder.decode(bytes).length % 2).toBe(0)
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'SoundcheckError', code: 'invalid' })
        }
      }),
    )
  })
})

describe('closing an Opus codec', () => {
  it('may happen twice, and using it afterwards says so', () => {
    const decoder = createOpusDecoder()
    const encoder = createOpusEncoder()
    for (const codec of [decoder, encoder, decoder, encoder]) codec.close()
    expect(() => decoder.conceal()).toThrow(expect.objectContaining({ code: 'closed' }))
    expect(() => encoder.encode(new Int16Array(1920))).toThrow(expect.objectContaining({ code: 'closed' }))
  })

  it(
    'gives all memory back',
    async () => {
      const grown = await growthInMb(() => {
        const encoder = createOpusEncoder()
        const decoder = createOpusDecoder()
        decoder.decode(encoder.encode(new Int16Array(1920)))
        encoder.close()
        decoder.close()
      })
      expect(grown).toBeLessThan(8)
    },
    LEAK_TEST_TIMEOUT,
  )
})
