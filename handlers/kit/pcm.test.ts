import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aggregateBytesTo16bit, asyncAggregateBytesTo16bit } from './aggregate-bytes'
import { audioToFloat32, audioToInt16 } from './pcm'
import { audioFromBytes, audioToBytes } from './wav'

describe('audioToFloat32', () => {
  it('divides 16-bit samples by 32768', () => {
    expect([...audioToFloat32(Int16Array.of(-32768, 0, 32767))]).toEqual([-1, 0, 32767 / 32768])
  })

  it('gives floats back as they are', () => {
    const samples = Float32Array.of(0.5)
    expect(audioToFloat32(samples)).toBe(samples)
  })

  it('refuses anything else', () => {
    expect(() => audioToFloat32([1] as unknown as Int16Array)).toThrow(TypeError)
  })
})

describe('audioToInt16', () => {
  it('multiplies floats by 32767, towards zero', () => {
    expect([...audioToInt16(Float32Array.of(-1, 0, 1, 0.5))]).toEqual([-32767, 0, 32767, 16383])
  })

  it('clips outside of one instead of wrapping around, and takes NaN for silence', () => {
    expect([...audioToInt16(Float32Array.of(-3, 1.5, Number.NaN, Number.POSITIVE_INFINITY))]).toEqual([
      -32767, 32767, 0, 32767,
    ])
  })

  it('gives integers back as they are and refuses anything else', () => {
    const samples = Int16Array.of(1)
    expect(audioToInt16(samples)).toBe(samples)
    expect(() => audioToInt16(new Float64Array(1) as unknown as Float32Array)).toThrow(TypeError)
  })
})

describe('a WAV file', () => {
  it('carries any 16-bit audio there and back', () => {
    fc.assert(
      fc.property(
        fc.int16Array(),
        fc.constantFrom('mono', 'stereo'),
        fc.integer({ min: 1, max: 192000 }),
        (pcm, layout, rate) => {
          expect(audioFromBytes(audioToBytes([rate, pcm, layout]))).toEqual([rate, pcm, layout])
        },
      ),
    )
  })

  it('is read though it has other chunks and a length that is too long', () => {
    const whole = audioToBytes([8000, Int16Array.of(1, 2, 3)])
    const extra = new Uint8Array([
      ...whole.slice(0, 36),
      76,
      73,
      83,
      84,
      1,
      0,
      0,
      0,
      7,
      0,
      ...whole.slice(36, -2),
    ])
    expect(audioFromBytes(extra)).toEqual([8000, Int16Array.of(1, 2), 'mono'])
  })

  it('is refused with the reason when it is none', () => {
    expect(() => audioFromBytes(new Uint8Array(3))).toThrow('no RIFF/WAVE')
    expect(() => audioFromBytes(audioToBytes([8000, Int16Array.of(1)]).slice(0, 36))).toThrow(
      'no "data" chunk',
    )
    const eightBit = audioToBytes([8000, Int16Array.of(1)])
    eightBit[34] = 8
    expect(() => audioFromBytes(eightBit)).toThrow('8 bits')
  })
})

describe('aggregateBytesTo16bit', () => {
  const chunked = fc.array(fc.uint8Array({ maxLength: 9 }))

  function expected(chunks: Uint8Array[]): number[] {
    const bytes = Buffer.concat(chunks)
    return Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(index * 2))
  }

  it('gives the same samples however the bytes were cut, never an empty array', () => {
    fc.assert(
      fc.property(chunked, (chunks) => {
        const arrays = [...aggregateBytesTo16bit(chunks)]
        expect(arrays.flatMap((array) => [...array])).toEqual(expected(chunks))
        expect(arrays.every((array) => array.length > 0)).toBe(true)
      }),
    )
  })

  it('does the same for chunks that arrive over time', async () => {
    await fc.assert(
      fc.asyncProperty(chunked, async (chunks) => {
        const samples: number[] = []
        for await (const array of asyncAggregateBytesTo16bit(overTime(chunks))) samples.push(...array)
        expect(samples).toEqual(expected(chunks))
      }),
    )
  })
})

async function* overTime<T>(items: T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item)
}
