import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginsKeyFrame } from './key-packet'

const begins = (codec: string, ...payload: number[]) => beginsKeyFrame(codec, Uint8Array.from(payload))

describe('beginsKeyFrame', () => {
  it('finds the first packet of a VP8 key frame, and no other', () => {
    expect(begins('vp8', 0x10, 0x00)).toBe(true)
    expect(begins('vp8', 0x10, 0x01)).toBe(false)
    expect(begins('vp8', 0x00, 0x00)).toBe(false)
    expect(begins('vp8', 0x11, 0x00)).toBe(false)
  })

  it('looks behind a VP8 descriptor of any length', () => {
    expect(begins('vp8', 0x90, 0x80, 0x05, 0x00)).toBe(true)
    expect(begins('vp8', 0x90, 0x80, 0x85, 0x01, 0x00)).toBe(true)
    expect(begins('vp8', 0x90, 0xf0, 0x85, 0x01, 0x02, 0x40, 0x00)).toBe(true)
    expect(begins('vp8', 0x90, 0xf0, 0x85, 0x01, 0x02, 0x40, 0x01)).toBe(false)
    expect(begins('vp8', 0x90, 0x80, 0x85, 0x01)).toBe(false)
  })

  it('finds an H.264 IDR slice by itself, begun in fragments, and among others', () => {
    expect(begins('h264', 0x65, 1)).toBe(true)
    expect(begins('h264', 0x41, 1)).toBe(false)
    expect(begins('h264', 0x7c, 0x85)).toBe(true)
    expect(begins('h264', 0x7c, 0x05)).toBe(false)
    expect(begins('h264', 0x78, 0, 1, 0x67, 0, 1, 0x65)).toBe(true)
    expect(begins('h264', 0x78, 0, 1, 0x67, 0, 1, 0x68)).toBe(false)
  })

  it('never throws, and finds none in sound', () => {
    const payloads = fc.uint8Array({ maxLength: 30 })
    fc.assert(
      fc.property(payloads, fc.constantFrom('vp8', 'h264'), (payload, codec) => {
        expect([true, false]).toContain(beginsKeyFrame(codec, payload))
        expect(beginsKeyFrame('opus', payload)).toBe(false)
      }),
    )
  })
})
