import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRtcp } from './rtcp-packets'
import { makeRtcp } from './testing/make-packets'

const ascii = (text: string) => Buffer.from(text).readUInt32BE(0)

describe('readRtcp', () => {
  it('takes a compound apart, each packet with its own bytes', () => {
    const report = makeRtcp(201, 0, [5])
    const loss = makeRtcp(206, 1, [5, 9])
    const packets = readRtcp(Buffer.concat([report, loss]))
    expect(packets.map(({ type }) => type)).toEqual(['RR', 'PLI'])
    expect(packets.map(({ bytes }) => [...bytes])).toEqual([[...report], [...loss]])
  })

  it('reads a sender report with what it says of streams', () => {
    const block = [77, 0x40_00_00_03, 1234, 480, 0x1234_5678, 65_536 / 2]
    const [report] = readRtcp(makeRtcp(200, 1, [5, 0xaaaa_1234, 0x5678_bbbb, 0, 10, 1000, ...block]))
    expect(report).toMatchObject({
      type: 'SR',
      ssrc: 5,
      report: 0x1234_5678,
      ...{ ntpMs: (0xaaaa_1234 - 2_208_988_800 + 0x5678_bbbb / 2 ** 32) * 1000, timestamp: 0 },
      packets: 10,
      octets: 1000,
      blocks: [
        { ssrc: 77, fraction: 0.25, lost: 3, jitterTicks: 480, lastReport: 0x1234_5678, delayMs: 500 },
      ],
    })
  })

  it('reads a loss below zero, which duplicates make', () => {
    const [report] = readRtcp(makeRtcp(201, 1, [5, 77, 0x00ff_ffff, 0, 0, 0, 0]))
    expect(report).toMatchObject({ type: 'RR', blocks: [{ lost: -1, fraction: 0 }] })
  })

  it('reads which packets are asked for again, across the wrap', () => {
    const asked = ((65_535 << 16) | 0b1000_0000_0000_0001) >>> 0
    const [nack] = readRtcp(makeRtcp(205, 1, [5, 9, asked, 0x0007_0000]))
    expect(nack).toMatchObject({ type: 'NACK', ssrc: 5, media: 9, sequences: [65_535, 0, 15, 7] })
  })

  it('reads requests for key frames and the bit rate that is taken', () => {
    const remb = [5, 0, ascii('REMB'), (1 << 24) | (3 << 18) | 150_000, 9]
    const packets = readRtcp(
      Buffer.concat([makeRtcp(206, 4, [5, 0, 9, 0]), makeRtcp(206, 15, remb), makeRtcp(206, 15, [5, 0, 1])]),
    )
    expect(packets).toMatchObject([
      { type: 'FIR', media: 9 },
      { type: 'REMB', bitrate: 1_200_000, media: 9 },
      { type: 'other', payloadType: 206 },
    ])
  })

  it('reads names and farewells', () => {
    const name = Buffer.concat([makeRtcp(202, 1, [5, 0, 0]), Buffer.alloc(0)])
    name.set([1, 4, ...Buffer.from('anna')], 8)
    const bye = makeRtcp(203, 1, [5, 0])
    bye.set([3, ...Buffer.from('end')], 8)
    const packets = readRtcp(
      Buffer.concat([name, bye, makeRtcp(203, 1, [6]), makeRtcp(204, 0, [5, ascii('NAME')])]),
    )
    expect(packets).toMatchObject([
      { type: 'SDES', ssrc: 5, cname: 'anna' },
      { type: 'BYE', ssrc: 5, reason: 'end' },
      { type: 'BYE', ssrc: 6, reason: null },
      { type: 'APP', ssrc: 5, name: 'NAME' },
    ])
  })

  it('keeps what is cut off as it is', () => {
    const cut = makeRtcp(201, 0, [5, 6, 7]).subarray(0, 9)
    expect(readRtcp(cut)).toMatchObject([{ type: 'other', payloadType: 0 }])
  })

  it('never throws, and no byte of anything is left out', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(
          fc.integer({ min: 200, max: 207 }),
          fc.integer({ min: 0, max: 31 }),
          fc.array(fc.nat(), { maxLength: 20 }),
        )
        .map(([type, count, words]) => makeRtcp(type, count, words)),
    )
    fc.assert(
      fc.property(anything, (compound) => {
        const packets = readRtcp(compound)
        expect(Buffer.concat(packets.map(({ bytes }) => bytes)).equals(Buffer.from(compound))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
