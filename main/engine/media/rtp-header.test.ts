import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRtpHeader } from './rtp-header'
import { makeRtp } from './testing/make-packets'

const packets = fc.record({
  payloadType: fc.integer({ min: 0, max: 127 }),
  marker: fc.boolean(),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
  ssrc: fc.integer({ min: 0, max: 0xffff_ffff }),
  sources: fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { maxLength: 15 }),
  extensionBytes: fc.option(
    fc.integer({ min: 0, max: 20 }).map((words) => words * 4),
    { nil: undefined },
  ),
  payload: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 }),
  paddingBytes: fc.integer({ min: 0, max: 255 }),
})

describe('readRtpHeader', () => {
  it('reads back what was written, whatever surrounds the payload', () => {
    fc.assert(
      fc.property(packets, ({ sources, extensionBytes, payload, paddingBytes, ...fields }) => {
        const packet = makeRtp({
          ...fields,
          sources,
          payload,
          paddingBytes,
          ...(extensionBytes === undefined ? {} : { extensionBytes }),
        })
        const header = readRtpHeader(packet)
        expect(header).toMatchObject(fields)
        expect([...packet.subarray(header?.payloadAt, header?.payloadEnd)]).toEqual(payload)
      }),
    )
  })

  it('never throws, and never points outside of the packet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const header = readRtpHeader(bytes)
        if (!header) return
        expect(header.payloadAt).toBeLessThanOrEqual(header.payloadEnd)
        expect(header.payloadEnd).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })

  it('is null for a header that is cut off', () => {
    const packet = makeRtp({ sources: [1, 2], extensionBytes: 8 })
    for (let length = 0; length < packet.length; length += 1)
      expect(readRtpHeader(packet.subarray(0, length))).toBeNull()
    expect(readRtpHeader(packet)).not.toBeNull()
  })
})
