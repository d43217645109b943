import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AdditionalOutputs } from '../kit/additional-outputs'
import { CloseStream } from '../kit/close-stream'
import { audioToFloat32 } from '../kit/pcm'
import { VideoFrame } from '../kit/video-frame'
import { createAudioMedium } from './audio-medium'
import { interpretEmit } from './interpret-emit'
import { pictureMedium } from './picture-medium'

const medium = createAudioMedium(() => 1)
const nothing = { outputs: null, media: null, close: null }

function audio(value: unknown) {
  const reading = interpretEmit(value, medium)
  if (!reading.ok) throw new Error(reading.complaint)
  return reading.value
}

function complaint(value: unknown): string {
  const reading = interpretEmit(value, medium)
  return reading.ok ? 'no complaint' : reading.complaint
}

const one = Int16Array.of(1, 2, 3, 4)
const media = (channels: 1 | 2, samples = one) => ({ samples, sampleRate: 24000, channels })

describe('what emit returns', () => {
  it('is nothing when it is null or undefined, or audio without samples', () => {
    expect(audio(null)).toEqual(nothing)
    expect(audio(undefined)).toEqual(nothing)
    expect(audio([24000, new Int16Array(0)])).toEqual(nothing)
    expect(audio([24000, new Float32Array(0), 'stereo'])).toEqual(nothing)
  })

  it('is audio with a rate and samples, mono unless a layout says otherwise', () => {
    expect(audio([24000, one])).toEqual({ ...nothing, media: media(1) })
    expect(audio([24000, one, 'mono'])).toEqual({ ...nothing, media: media(1) })
    expect(audio([24000, one, 'stereo'])).toEqual({ ...nothing, media: media(2) })
  })

  it('is stereo without a layout where the array came from a stereo receive', () => {
    const echoing = createAudioMedium((samples) => (samples.buffer === one.buffer ? 2 : 1))
    expect(interpretEmit([24000, one], echoing)).toMatchObject({ value: { media: { channels: 2 } } })
    expect(interpretEmit([24000, one.slice()], echoing)).toMatchObject({ value: { media: { channels: 1 } } })
  })

  it('may be planar, which is interleaved', () => {
    const planes = [Int16Array.of(1, 3), Int16Array.of(2, 4)]
    expect(audio([24000, planes])).toEqual({ ...nothing, media: media(2) })
    expect(audio([24000, planes, 'stereo'])).toEqual({ ...nothing, media: media(2) })
    const floats = [Float32Array.of(0.5), Float32Array.of(-0.5)]
    expect(audio([24000, floats]).media?.samples).toEqual(Int16Array.of(16384, -16384))
  })

  it('may be floats, which are clipped', () => {
    const samples = Float32Array.of(0, 1, -1, 7, -7, Number.POSITIVE_INFINITY)
    expect(audio([8000, samples]).media?.samples).toEqual(
      Int16Array.of(0, 32767, -32768, 32767, -32768, 32767),
    )
  })

  it('is the same after audioToFloat32', () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 1 }), (samples) => {
        expect(audio([8000, audioToFloat32(samples)]).media?.samples).toEqual(samples)
      }),
    )
  })

  it('is copied: the author keeps the array', () => {
    expect(audio([24000, one]).media?.samples.buffer).not.toBe(one.buffer)
  })

  it('may carry outputs or the end of the stream, alone or beside audio', () => {
    const outputs = new AdditionalOutputs('text', { score: 1, skipped: undefined }, undefined, null)
    const values = ['text', { score: 1 }, null, null]
    expect(audio(outputs)).toEqual({ ...nothing, outputs: values })
    expect(audio([[24000, one], outputs])).toEqual({ ...nothing, media: media(1), outputs: values })
    expect(audio(new CloseStream('bye'))).toEqual({ ...nothing, close: { message: 'bye' } })
    expect(audio([[24000, one], new CloseStream()])).toEqual({
      ...nothing,
      media: media(1),
      close: { message: 'Stream closed' },
    })
  })

  it.each([
    [['a', 'b', 'c'], 'an array of strings; expected [sampleRate, Int16Array | Float32Array]'],
    ['hello', 'the string "hello"; expected'],
    [one, 'an Int16Array; expected'],
    [{ audio: one }, 'a plain object; expected'],
    [[24000, [1, 2]], 'audio whose samples are an array of numbers; expected planar [left, right]'],
    [[24000, new Float64Array(2)], 'audio whose samples are a Float64Array; expected an Int16Array'],
    [[24000, Buffer.alloc(2)], 'audio whose samples are a Buffer'],
    [[24000, one, 'surround'], "audio with the layout the string \"surround\"; expected 'mono' or 'stereo'"],
    [[24000, Int16Array.of(1, 2, 3), 'stereo'], 'stereo audio with an odd number of samples (3)'],
    [[24000, [one, Int16Array.of(1)]], 'planar audio with 4 samples left and 1 right'],
    [[24000, [one, one], 'mono'], "planar [left, right] audio with the layout 'mono'"],
    [
      [24000, [one, Float32Array.of(1)]],
      'expected planar [left, right], both Int16Array or both Float32Array',
    ],
    [[0, one], 'audio with the sample rate 0'],
    [[Number.NaN, one], 'audio with the sample rate NaN'],
    [[24000, Float32Array.of(0, Number.NaN)], 'audio with NaN, first at sample 1'],
    [[8000, new Int16Array(8000 * 60 + 1)], '60.0 s of audio in one value; expected at most 60 s'],
    [[[24000, one], 'x'], '[Array, string]; expected'],
    [['x', new CloseStream()], 'a pair whose first element is the string "x"'],
    [[null, new AdditionalOutputs()], 'a pair whose first element is null'],
    [new AdditionalOutputs(() => 1), 'AdditionalOutputs that JSON cannot carry'],
    [new AdditionalOutputs(10n), 'AdditionalOutputs that JSON cannot carry'],
    [[], 'an empty array; expected'],
    [42, 'the number 42; expected'],
    [() => 1, 'a function; expected'],
  ])('is complained about when it is %o', (value, expected) => {
    expect(complaint(value)).toContain(expected)
  })

  it('is understood or complained about, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const reading = interpretEmit(value, medium)
        expect(reading.ok || reading.complaint.length > 0).toBe(true)
      }),
    )
  })
})

describe('what videoEmit returns', () => {
  const frame = new VideoFrame({ width: 2, height: 1, format: 'gray8', data: Uint8Array.of(1, 2), pts: 9 })
  const picture = { width: 2, height: 1, format: 'gray8', data: Uint8Array.of(1, 2), pts: 9 }

  it('is a picture, alone or beside something', () => {
    expect(interpretEmit(frame, pictureMedium)).toEqual({ ok: true, value: { ...nothing, media: picture } })
    expect(interpretEmit([frame, new AdditionalOutputs(1)], pictureMedium)).toEqual({
      ok: true,
      value: { ...nothing, media: picture, outputs: [1] },
    })
    expect(interpretEmit([frame, new CloseStream('end')], pictureMedium)).toMatchObject({
      value: { close: { message: 'end' } },
    })
    expect(interpretEmit(null, pictureMedium)).toEqual({ ok: true, value: nothing })
  })

  it('is copied: the author keeps the picture', () => {
    const reading = interpretEmit(frame, pictureMedium)
    expect(reading.ok && reading.value.media?.data.buffer).not.toBe(frame.data.buffer)
  })

  it('is complained about when it is no picture, or one that cannot be', () => {
    const detached = new VideoFrame({ width: 2, height: 1, format: 'gray8', data: Uint8Array.of(1, 2) })
    structuredClone(detached.data, { transfer: [detached.data.buffer as ArrayBuffer] })
    expect(interpretEmit(detached, pictureMedium)).toEqual({
      ok: false,
      complaint: 'a VideoFrame; one of 2 x 1 in gray8 has 2 bytes, not 0',
    })
    expect(interpretEmit([24000, one], pictureMedium)).toMatchObject({
      complaint: expect.stringContaining('[number, Int16Array]; expected a VideoFrame'),
    })
  })
})
