import { describe, expect, it } from 'vitest'
import { readRtpHeader } from '../../media/rtp-header'
import type { PassedPacket, WireCodec } from '../../peer'
import { createSocketPackets } from './socket-packets'

function record(rates = { in: 8000, out: 24_000 }) {
  let now = 5000
  const passed: PassedPacket[] = []
  let codecs: ReadonlyMap<number, WireCodec> = new Map()
  const packets = createSocketPackets({
    wire: {
      agreed: (agreed) => {
        codecs = agreed
      },
      rtp: (packet) => void passed.push(packet),
      rtcp: () => undefined,
      signal: () => undefined,
    },
    clock: { now: () => now },
    rates,
  })
  const headers = () =>
    passed.map(({ at, bytes }) => {
      const header = readRtpHeader(bytes)
      if (!header) throw new Error('no RTP packet was made')
      const { sequence, timestamp, marker, payloadAt } = header
      return { at, sequence, timestamp, marker, length: bytes.length - payloadAt }
    })
  return {
    ...{ packets, passed, headers },
    codecs: () => codecs,
    wait(ms: number): void {
      now += ms
    },
  }
}

describe('sound on a socket as packets', () => {
  it('has the sound of each message, 20 ms a packet, one after the other', () => {
    const { packets, passed, headers } = record()
    packets.passed(
      'in',
      Uint8Array.from({ length: 400 }, (_, i) => i & 0xff),
    )
    expect(headers()).toEqual([
      { at: 5000, sequence: 0, timestamp: 0, marker: true, length: 160 },
      { at: 5000, sequence: 1, timestamp: 160, marker: false, length: 160 },
      { at: 5000, sequence: 2, timestamp: 320, marker: false, length: 80 },
    ])
    expect([...(passed[1]?.bytes.subarray(12, 15) ?? [])]).toEqual([160, 161, 162])
  })

  it('has a pause where there was one, and none where a message was a little late', () => {
    const { packets, headers, wait } = record()
    for (const ms of [0, 90, 500]) {
      wait(ms)
      packets.passed('in', new Uint8Array(160))
    }
    expect(headers().map(({ timestamp, marker }) => [timestamp, marker])).toEqual([
      [0, true],
      [160, false],
      [4720, true],
    ])
  })

  it('tells what its payload types are, at whatever rates', () => {
    const { packets, passed, codecs } = record()
    packets.passed('in', new Uint8Array(1))
    packets.passed('out', new Uint8Array(1))
    const types = passed.map(({ bytes }) => readRtpHeader(bytes)?.payloadType ?? -1)
    expect(types.map((type) => codecs().get(type)?.clockRate)).toEqual([8000, 24_000])
    expect(types[0]).toBe(0)
  })
})
