import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFrame, FrameReader, type ReadFrame, writeFrame } from './frames'

const bytes = fc.uint8Array({ maxLength: 20_000 })
const message = fc.record({
  type: fc.string(),
  nested: fc.record({ samples: fc.int16Array({ maxLength: 6000 }), data: bytes, n: fc.integer() }),
  words: fc.int32Array({ maxLength: 10 }),
})

const stream = (messages: readonly unknown[]) =>
  Buffer.concat(messages.flatMap((each) => encodeFrame(each, () => true)))

/** Reads `all` in chunks that end at these shares of it. */
function readInChunks(all: Buffer, cuts: readonly number[]): ReadFrame[] {
  const frames: ReadFrame[] = []
  const reader = new FrameReader((frame) => frames.push(frame))
  const ends = [...cuts.map((cut) => Math.round(cut * all.length)), all.length].sort((a, b) => a - b)
  let at = 0
  for (const end of ends) {
    reader.push(all.subarray(at, end))
    at = end
  }
  return frames
}

describe('frames', () => {
  it('arrive as they were sent, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 4 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (messages, cuts) => {
          const frames = readInChunks(stream(messages), cuts)
          expect(frames.map((frame) => frame.message)).toEqual(messages)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('arrive byte by byte too', () => {
    const sent = [{ samples: new Int16Array([1, -2]), calls: new Float64Array([0.5]), text: 'ü€' }, 'end']
    const all = stream(sent)
    const cuts = Array.from({ length: all.length }, (_, index) => index / all.length)
    expect(readInChunks(all, cuts).map((frame) => frame.message)).toEqual(sent)
  })

  it('have typed arrays in buffers of their own, which may be transferred', () => {
    const part = new Int16Array(new ArrayBuffer(100), 10, 3).fill(7)
    const [frame] = readInChunks(stream([{ part, none: new Uint8Array(0) }]), [])
    if (!frame) throw new Error('no frame came')
    const { part: got } = frame.message as { part: Int16Array }
    expect(got).toEqual(new Int16Array([7, 7, 7]))
    expect(got.buffer.byteLength).toBe(6)
    expect(frame.buffers).toEqual([got.buffer])
  })

  it('do not copy what is long and theirs, and copy what is not', () => {
    const data = new Uint8Array(100_000)
    const last = (isOurs: boolean) => encodeFrame({ data }, () => isOurs).at(-1)
    expect(last(true)?.buffer).toBe(data.buffer)
    expect(last(false)?.buffer).not.toBe(data.buffer)
  })

  it('are one piece when they are short', () => {
    expect(encodeFrame({ samples: new Int16Array(960) }, () => true)).toHaveLength(1)
  })

  it('refuse a typed array that nobody carries', () => {
    expect(() => encodeFrame(new Float32Array(1), () => true)).toThrow('cannot cross the pipe')
  })

  it('refuse a stream that is none', () => {
    const reader = new FrameReader(() => undefined)
    expect(() => reader.push(Buffer.from('GET / HTTP/1.1'))).toThrow('garbage')
  })

  it('tell when all of them is written', async () => {
    const written: Buffer[] = []
    const socket = new Duplex({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk)
        done()
      },
    }) as Socket
    const pieces = encodeFrame({ data: new Uint8Array(50_000) }, () => true)
    await new Promise<void>((resolve) => writeFrame(socket, pieces, resolve))
    expect(Buffer.concat(written)).toEqual(Buffer.concat(pieces))
  })
})
