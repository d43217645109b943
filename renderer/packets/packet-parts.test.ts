import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PacketPart } from './packet-part'
import { readRtcpParts } from './rtcp-parts'
import { readRtpParts } from './rtp-parts'

const bytesOf = (hex: string) => Uint8Array.from(hex.split(/\s+/).map((pair) => Number.parseInt(pair, 16)))
const spans = (parts: readonly PacketPart[]) => parts.map(({ kind, from, to }) => [kind, from, to])
const fieldOf = (parts: readonly PacketPart[], name: string) =>
  parts.flatMap(({ fields }) => fields).find((one) => one.name === name)?.value

describe('the parts of an RTP packet', () => {
  it('are header and payload of a simple one', () => {
    const parts = readRtpParts(bytesOf('80 ef 00 07 00 00 03 c0 12 34 56 78 fc ff fe'), 'opus')
    expect(spans(parts)).toEqual([
      ['header', 0, 12],
      ['descriptor', 12, 13],
      ['payload', 13, 15],
    ])
    expect(fieldOf(parts, 'Marker')).toBe('yes')
    expect(fieldOf(parts, 'Payload type')).toBe('111 (opus)')
    expect(fieldOf(parts, 'Sequence number')).toBe('7')
    expect(fieldOf(parts, 'Timestamp')).toBe('960')
    expect(fieldOf(parts, 'SSRC')).toBe('0x12345678 (305419896)')
  })

  it('tell how Opus coded the sound', () => {
    const parts = readRtpParts(bytesOf('80 6f 00 07 00 00 03 c0 12 34 56 78 fc 00'), 'opus')
    expect(
      ['Mode', 'Band', 'Frame length', 'Channels', 'Frames'].map((name) => fieldOf(parts, name)),
    ).toEqual(['CELT (any sound)', 'full', '20 ms', 'stereo', '1'])
    const speech = readRtpParts(bytesOf('80 6f 00 07 00 00 03 c0 12 34 56 78 48 00'), 'opus')
    expect(['Mode', 'Band', 'Frame length', 'Channels'].map((name) => fieldOf(speech, name))).toEqual([
      'SILK (speech)',
      'wide',
      '20 ms',
      'mono',
    ])
  })

  it('have contributors, extensions and padding where the header says so', () => {
    const parts = readRtpParts(
      bytesOf('b1 60 00 01 00 00 00 00 00 00 00 01 aa bb cc dd be de 00 01 22 01 02 03 99 98 97 00 02'),
      'unknown',
    )
    expect(spans(parts)).toEqual([
      ['header', 0, 16],
      ['extension', 16, 24],
      ['payload', 24, 27],
      ['padding', 27, 29],
    ])
    expect(fieldOf(parts, 'Contributor')).toBe('0xaabbccdd')
    expect(fieldOf(parts, 'Extension 2')).toBe('01 02 03')
  })

  it('tell the picture that a VP8 packet begins', () => {
    const parts = readRtpParts(
      bytesOf('80 60 00 01 00 00 00 00 00 00 00 01 90 80 85 0c 10 32 00 9d 01 2a 80 02 e0 01 00'),
      'vp8',
    )
    expect(spans(parts).slice(1)).toEqual([
      ['descriptor', 12, 16],
      ['payload', 16, 27],
    ])
    expect(fieldOf(parts, 'Begins a picture')).toBe('yes')
    expect(fieldOf(parts, 'Picture number')).toBe('1292')
  })

  it('tell the size of a VP8 key frame', () => {
    const parts = readRtpParts(
      bytesOf('80 60 00 01 00 00 00 00 00 00 00 01 10 10 32 00 9d 01 2a 80 02 e0 01 00'),
      'vp8',
    )
    expect(fieldOf(parts, 'Key frame')).toBe('yes')
    expect(fieldOf(parts, 'Picture size')).toBe('640 × 480')
  })

  it('tell the unit that an H.264 packet is a piece of', () => {
    const parts = readRtpParts(bytesOf('80 66 00 01 00 00 00 00 00 00 00 01 7c 85 00 01'), 'h264')
    expect(['Unit', 'Of', 'First piece'].map((name) => fieldOf(parts, name))).toEqual([
      'piece of a unit (FU-A)',
      'part of a key frame (IDR)',
      'yes',
    ])
  })
})

describe('the parts of an RTCP packet', () => {
  it('are what was sent and the reports of a sender report', () => {
    const parts = readRtcpParts(
      bytesOf(
        '81 c8 00 0c 00 00 00 01 00 00 00 05 80 00 00 00 00 00 00 10 00 00 00 20 00 00 03 00' +
          ' 00 00 00 02 40 ff ff ff 00 01 00 09 00 00 00 30 12 34 56 78 00 01 00 00',
      ),
    )
    expect(spans(parts)).toEqual([
      ['header', 0, 8],
      ['descriptor', 8, 28],
      ['report', 28, 52],
    ])
    expect(fieldOf(parts, 'Wall clock')).toBe('5.500 s')
    expect(fieldOf(parts, 'Lost lately')).toBe('25.0 %')
    expect(fieldOf(parts, 'Lost')).toBe('-1')
    expect(fieldOf(parts, 'Since then')).toBe('1000.0 ms')
  })

  it('name the packets that a NACK asks for, also across the wrap', () => {
    const parts = readRtcpParts(bytesOf('81 cd 00 03 00 00 00 01 00 00 00 02 ff ff 00 05'))
    expect(fieldOf(parts, 'Packets')).toBe('65535, 0, 2')
  })

  it('tell what a REMB allows', () => {
    const parts = readRtcpParts(
      bytesOf('8f ce 00 05 00 00 00 01 00 00 00 00 52 45 4d 42 01 0b d0 90 00 00 00 02'),
    )
    expect(fieldOf(parts, 'Most')).toBe('1,000 kbit/s')
  })

  it('tell a wish for a key frame, and a name', () => {
    expect(fieldOf(readRtcpParts(bytesOf('81 ce 00 02 00 00 00 01 00 00 00 02')), 'Asks for')).toBe(
      'a key frame',
    )
    const named = readRtcpParts(bytesOf('81 ca 00 03 00 00 00 01 01 04 6e 61 6d 65 00 00'))
    expect(fieldOf(named, 'Name')).toBe('name')
  })
})

describe('any bytes', () => {
  const isWhole = (parts: readonly PacketPart[], length: number) => {
    const ends = parts.map(({ to }) => to)
    expect(parts.map(({ from }) => from)).toEqual([0, ...ends].slice(0, parts.length))
    expect(ends.at(-1) ?? 0).toBe(length)
  }

  it('are parts without gaps', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 120 }).chain((bytes) =>
          // Half of them claim to be RTP.
          fc.nat(255).map((first) => Uint8Array.of(first % 2 === 0 ? first : 0x80 | (first >> 2), ...bytes)),
        ),
        fc.constantFrom('opus', 'vp8', 'h264', ''),
        (bytes, codec) => {
          isWhole(readRtpParts(bytes, codec), bytes.length)
          isWhole(readRtcpParts(bytes), bytes.length)
        },
      ),
    )
  })
})
