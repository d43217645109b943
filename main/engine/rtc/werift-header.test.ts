import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RtpHeader, RtpPacket } from 'werift'
import { readWeriftHeader } from './werift-header'

const profiles = fc.constantFrom(0xbede, 0x1000)
const elements = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 14 }),
    payload: fc.uint8Array({ minLength: 1, maxLength: 16 }).map(Buffer.from),
  }),
  { maxLength: 8 },
)

const headers = fc.record({
  marker: fc.boolean(),
  payloadType: fc.integer({ min: 0, max: 127 }),
  sequenceNumber: fc.integer({ min: 0, max: 0xffff }),
  timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
  ssrc: fc.integer({ min: 0, max: 0xffff_ffff }),
  csrc: fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { maxLength: 15 }),
  extensionProfile: profiles,
  extensions: elements,
})

/** A header with an extension of these bytes, and a payload of two. */
function packetWith(profile: number, extension: readonly number[]): Buffer {
  const start = [
    0x90,
    111,
    0,
    1,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    3,
    profile >> 8,
    profile & 0xff,
    0,
    extension.length / 4,
  ]
  return Buffer.from([...start, ...extension, 0xaa, 0xbb])
}

describe('the header of an RTP packet', () => {
  it('is read as werift reads it', () => {
    fc.assert(
      fc.property(headers, fc.uint8Array({ maxLength: 40 }), (fields, payload) => {
        const given = {
          ...fields,
          extensionProfile: fields.extensionProfile as RtpHeader['extensionProfile'],
        }
        const header = new RtpHeader({ ...given, extension: fields.extensions.length > 0 })
        const packet = new RtpPacket(header, Buffer.from(payload)).serialize()
        expect(readWeriftHeader(packet, packet.length)).toEqual(RtpHeader.deSerialize(packet))
      }),
    )
  })

  it('ends where it says, or there is none, whatever the bytes', () => {
    const starts = fc.constantFrom([], [0x80], [0x9f, 111], [0x90, 111])
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 120 }), fc.nat(140), (start, rest, end) => {
        const packet = Buffer.from([...start, ...rest])
        const header = readWeriftHeader(packet, Math.min(end, packet.length))
        if (header) expect(header.payloadOffset).toBeLessThanOrEqual(Math.min(end, packet.length))
      }),
    )
  })

  it('has its payload behind the extension, also when the elements in it end before, or are cut off', () => {
    for (const [profile, extension] of [
      [0xbede, [0x10, 7, 0xf0, 9, 9, 9, 9, 9]],
      [0xbede, [0x10, 7, 0, 0, 0, 0, 0x3f, 9]],
      [0x1000, [1, 1, 7, 0, 0, 0, 3, 200]],
    ] as const) {
      const packet = packetWith(profile, extension)
      const header = readWeriftHeader(packet, packet.length)
      expect(header?.extensions).toEqual([{ id: 1, payload: Buffer.from([7]) }])
      expect(packet.subarray(header?.payloadOffset)).toEqual(Buffer.from([0xaa, 0xbb]))
    }
  })

  it('may have an extension of another kind, which is left as it is', () => {
    const packet = packetWith(0xabcd, [1, 2, 3, 4])
    expect(readWeriftHeader(packet, packet.length)?.extensions).toEqual([
      { id: 0, payload: Buffer.from([1, 2, 3, 4]) },
    ])
  })
})
