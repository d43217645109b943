import { describe, expect, it, onTestFinished } from 'vitest'
import type { Picture } from '../../../contract/media'
import { isKeyFrame, type VideoCodec } from './key-frame'
import { encodeH264 } from './testing/h264'
import { growthInMb, LEAK_TEST_TIMEOUT } from './testing/leaks'
import { lumaPsnr, movingPicture } from './testing/pictures'
import { createVideoDecoder } from './video-decoder'
import { createVp8Encoder, type Vp8Encoder } from './vp8-encoder'

const invalid = expect.objectContaining({ name: 'SoundcheckError', code: 'invalid' })

function decoderForTest(codec: VideoCodec) {
  const decoder = createVideoDecoder(codec)
  onTestFinished(decoder.close)
  return decoder
}

/** An encoder with a clock that the test turns. */
function encoderForTest({ bitrate = 1_000_000, fps = 30 } = {}) {
  const time = { now: 5_000 }
  const encoder = createVp8Encoder({ bitrate, fps, clock: { now: () => time.now } })
  onTestFinished(encoder.close)
  return { encoder, time }
}

function encodeAll(
  encoder: Vp8Encoder,
  time: { now: number },
  pictures: readonly Picture[],
  keys: readonly number[],
) {
  return pictures.map((picture, n) => {
    time.now += 1000 / 30
    const encoded = encoder.encode(picture, { keyFrame: keys.includes(n) })
    if (!encoded) throw new Error('the encoder dropped a picture')
    return encoded
  })
}

const clip = Array.from({ length: 12 }, (_, n) => movingPicture(160, 120, n))

function framesOf(codec: VideoCodec): Uint8Array[] {
  if (codec === 'h264') return encodeH264(clip, { keys: [8] })
  const { encoder, time } = encoderForTest()
  return encodeAll(encoder, time, clip, [8]).map(({ payload }) => payload)
}

function frame(frames: readonly Uint8Array[], n: number): Uint8Array {
  return frames[n] ?? new Uint8Array()
}

describe.each(['vp8', 'h264'] as const)('decoding %s', (codec) => {
  it('gives each picture at once, with its pts, in a buffer of its own', () => {
    const decoder = decoderForTest(codec)
    framesOf(codec).forEach((payload, n) => {
      const picture = decoder.decode(payload, n * 3000)
      expect(picture).toMatchObject({ width: 160, height: 120, format: 'i420', pts: n * 3000 })
      expect(picture?.data.buffer.byteLength).toBe(160 * 120 * 1.5)
      expect(lumaPsnr(picture ?? movingPicture(160, 120, 99), movingPicture(160, 120, n))).toBeGreaterThan(30)
    })
  })

  it('refuses what comes after damage until the next key frame, which is whole again', () => {
    const decoder = decoderForTest(codec)
    const frames = framesOf(codec)
    decoder.decode(frame(frames, 0), 0)
    const noise = frame(frames, 1).map((byte, n) => (n < 1 ? byte : (n * 167) % 256))
    expect(() => decoder.decode(noise, 1)).toThrow(invalid)
    expect(() => decoder.decode(frame(frames, 2), 2)).toThrow(invalid)
    expect(() => decoder.decode(new Uint8Array(0), 3)).toThrow(invalid)
    const whole = decoder.decode(frame(frames, 8), 8)
    expect(lumaPsnr(whole ?? movingPicture(160, 120, 99), movingPicture(160, 120, 8))).toBeGreaterThan(30)
    expect(decoder.decode(frame(frames, 9), 9)).not.toBeNull()
  })

  it('refuses to begin with anything but a key frame', () => {
    const decoder = decoderForTest(codec)
    const frames = framesOf(codec)
    expect(() => decoder.decode(frame(frames, 1), 1)).toThrow('cannot be decoded before the next key frame')
    expect(decoder.decode(frame(frames, 8), 8)).not.toBeNull()
  })

  it('refuses a key frame that is cut off', () => {
    const decoder = decoderForTest(codec)
    const frames = framesOf(codec)
    expect(() => decoder.decode(frame(frames, 0).subarray(0, 60), 0)).toThrow(invalid)
    expect(decoder.decode(frame(frames, 8), 8)).not.toBeNull()
  })

  it('tells key frames from others', () => {
    const keys = framesOf(codec).flatMap((payload, n) => (isKeyFrame(codec, payload) ? [n] : []))
    expect(keys).toEqual([0, 8])
  })

  it('may be closed twice and says so when it is used afterwards', () => {
    const decoder = createVideoDecoder(codec)
    decoder.close()
    decoder.close()
    expect(() => decoder.decode(new Uint8Array(1), 0)).toThrow(expect.objectContaining({ code: 'closed' }))
  })
})

describe('decoding', () => {
  it('brings full-range H.264 to limited range', () => {
    const white = { ...movingPicture(64, 48, 0), data: new Uint8Array(64 * 48 * 1.5).fill(128) }
    white.data.fill(255, 0, 64 * 48)
    const [payload] = encodeH264([white], { fullRange: true })
    const luma = decoderForTest('h264').decode(payload ?? new Uint8Array(), 0)?.data[64 * 20 + 30]
    expect(Math.abs((luma ?? 0) - 235)).toBeLessThanOrEqual(2)
  })

  it('gives null for a VP8 frame that is not to be shown', () => {
    const decoder = decoderForTest('vp8')
    const frames = framesOf('vp8')
    decoder.decode(frame(frames, 0), 0)
    const SHOW_FRAME = 0b1_0000
    const hidden = frame(frames, 1).map((byte, n) => (n === 0 ? byte & ~SHOW_FRAME : byte))
    expect(decoder.decode(hidden, 1)).toBeNull()
    expect(decoder.decode(frame(frames, 2), 2)).not.toBeNull()
  })

  it('follows a size that changes in the middle', () => {
    const decoder = decoderForTest('vp8')
    const { encoder, time } = encoderForTest()
    const pictures = [movingPicture(160, 120, 0), movingPicture(320, 240, 1), movingPicture(81, 61, 2)]
    const encoded = encodeAll(encoder, time, pictures, [])
    expect(encoded.every(({ keyFrame }) => keyFrame)).toBe(true)
    const widths = encoded.map(({ payload }) => decoder.decode(payload, 0)?.width)
    expect(widths).toEqual([160, 320, 81])
  })
})

describe('encoding VP8', () => {
  it('makes a key frame first, when it is asked to, and not otherwise', () => {
    const { encoder, time } = encoderForTest()
    const made = encodeAll(encoder, time, clip, [5])
    expect(made.flatMap(({ keyFrame }, n) => (keyFrame ? [n] : []))).toEqual([0, 5])
  })

  it.each([
    [1, 1],
    [2, 2],
    [17, 13],
    [321, 241],
    [16_383, 2],
    [1280, 720],
  ])('codes a picture of %dx%d', (width, height) => {
    const { encoder } = encoderForTest({ bitrate: 4_000_000 })
    const source = movingPicture(width, height, 0)
    const encoded = encoder.encode(source, { keyFrame: false })
    const decoded = decoderForTest('vp8').decode(encoded?.payload ?? new Uint8Array(), 0)
    expect(decoded).toMatchObject({ width, height })
    expect(lumaPsnr(decoded ?? movingPicture(width, height, 99), source)).toBeGreaterThan(30)
  })

  it('keeps to the bit rate, also when the pictures come at another rate than it was told', () => {
    for (const fps of [30, 15]) {
      const { encoder, time } = encoderForTest({ bitrate: 200_000 })
      let bits = 0
      for (let n = 0; n < fps * 6; n += 1) {
        time.now += 1000 / fps
        const source = movingPicture(160, 120, n)
        for (let at = 0; at < 160 * 120; at += 1)
          source.data[at] = (source.data[at] ?? 0) ^ ((at * 7 + n * 13) & 15)
        bits += (encoder.encode(source, { keyFrame: false })?.payload.length ?? 0) * 8
      }
      expect(Math.abs(bits / 6 / 200_000 - 1)).toBeLessThan(0.25)
    }
  })

  it('takes a new bit rate when it is far enough off and the last change is long enough ago', () => {
    const { encoder, time } = encoderForTest({ bitrate: 1_000_000 })
    const isKey = () => encoder.encode(movingPicture(160, 120, 0), { keyFrame: false })?.keyFrame
    expect(isKey()).toBe(true)
    time.now += 2_500
    encoder.setBitrate(1_200_000)
    expect(isKey()).toBe(false)
    encoder.setBitrate(300_000)
    expect(isKey()).toBe(true)
    encoder.setBitrate(1_000_000)
    time.now += 1_999
    expect(isKey()).toBe(false)
    time.now += 1
    expect(isKey()).toBe(true)
    time.now += 5_000
    expect(isKey()).toBe(false)
  })

  it('takes pictures that come at one instant', () => {
    const { encoder } = encoderForTest()
    for (const picture of clip) expect(encoder.encode(picture, { keyFrame: false })).not.toBeNull()
  })

  it('refuses other formats, wrong lengths and impossible sizes, and goes on', () => {
    const { encoder } = encoderForTest()
    const picture = movingPicture(16, 16, 0)
    const encode = (wrong: Partial<Picture>) => () =>
      encoder.encode({ ...picture, ...wrong }, { keyFrame: false })
    expect(encode({ format: 'gray8', data: new Uint8Array(256) })).toThrow('VP8 is made from i420 pictures')
    expect(encode({ data: new Uint8Array(1) })).toThrow('has 384 bytes, but 1 were given')
    expect(encode({ width: 16_384 })).toThrow(expect.objectContaining({ code: 'limit' }))
    expect(encode({})()?.keyFrame).toBe(true)
    expect(() => encoder.setBitrate(Number.NaN)).toThrow(invalid)
    expect(() => createVp8Encoder({ bitrate: 1, fps: 0 })).toThrow(invalid)
  })

  it('may be closed twice and says so when it is used afterwards', () => {
    const encoder = createVp8Encoder({ bitrate: 500_000, fps: 30 })
    encoder.close()
    encoder.close()
    expect(() => encoder.encode(movingPicture(16, 16, 0), { keyFrame: false })).toThrow(
      expect.objectContaining({ code: 'closed' }),
    )
  })
})

describe('a closed video codec', () => {
  it(
    'gives all memory back',
    async () => {
      const picture = movingPicture(320, 240, 0)
      const [h264] = encodeH264([picture])
      const grown = await growthInMb(() => {
        const encoder = createVp8Encoder({ bitrate: 500_000, fps: 30 })
        const encoded = encoder.encode(picture, { keyFrame: true })
        for (const [codec, payload] of [
          ['vp8', encoded?.payload],
          ['h264', h264],
        ] as const) {
          const decoder = createVideoDecoder(codec)
          decoder.decode(payload ?? new Uint8Array(), 0)
          decoder.close()
        }
        encoder.close()
      })
      expect(grown).toBeLessThan(8)
    },
    LEAK_TEST_TIMEOUT,
  )
})
