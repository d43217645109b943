import { describe, expect, it } from 'vitest'
import { Vp8Packetizer } from 'werift'
import { createPictureAssembler, type VideoPacket } from './picture-assembler'

/** A VP8 picture of `size` bytes; the lowest bit of the first byte is 0 in key frames (RFC 6386 section 9.1). */
function vp8Picture(size: number, keyFrame: boolean): Buffer {
  const picture = Buffer.alloc(size, 7)
  picture[0] = keyFrame ? 0x10 : 0x11
  return picture
}

function packetsOf(picture: Buffer, pts: number): VideoPacket[] {
  return new Vp8Packetizer({ maxPayloadSize: 500 }).packetize(picture, pts).map((packet) => ({
    codec: 'vp8',
    payload: packet.payload,
    pts,
    marker: packet.header.marker,
    arrivedAt: pts,
  }))
}

function assembler() {
  const state = { requests: 0 }
  const built = createPictureAssembler(() => {
    state.requests += 1
  })
  return { ...built, state }
}

const padding = (pts: number): VideoPacket => ({
  codec: 'vp8',
  payload: Buffer.alloc(0),
  pts,
  marker: false,
  arrivedAt: pts,
})

describe('a picture assembler', () => {
  it('puts the packets of a picture together byte for byte', () => {
    const { push } = assembler()
    const picture = vp8Picture(1400, true)
    const out = packetsOf(picture, 10).map((packet) => push(packet, 0))
    expect(out.slice(0, -1).every((one) => one === null)).toBe(true)
    expect(out.at(-1)?.payload.equals(picture)).toBe(true)
    expect(out.at(-1)?.keyFrame).toBe(true)
  })

  it('lets padding packets between and inside pictures pass without harm', () => {
    const { push, state } = assembler()
    const [first, second, third] = packetsOf(vp8Picture(1400, true), 10)
    if (!first || !second || !third) throw new Error('the picture should take three packets')
    push(padding(5), 0)
    push(first, 0)
    push(padding(10), 0)
    push(second, 0)
    expect(push(third, 0)?.payload.length).toBe(1400)
    expect(state.requests).toBe(0)
  })

  it('drops everything from a loss to the next key frame, and asks for one', () => {
    const { push, state } = assembler()
    const key = (pts: number) => packetsOf(vp8Picture(100, true), pts)[0] as VideoPacket
    const delta = (pts: number) => packetsOf(vp8Picture(100, false), pts)[0] as VideoPacket
    expect(push(key(1), 0)).not.toBeNull()
    expect(push(delta(2), 0)).not.toBeNull()
    expect(push(delta(4), 1)).toBeNull()
    expect(state.requests).toBeGreaterThan(0)
    expect(push(delta(5), 0)).toBeNull()
    expect(push(key(6), 0)).not.toBeNull()
    expect(push(delta(7), 0)).not.toBeNull()
  })

  it('drops a picture whose first packet is missing', () => {
    const { push } = assembler()
    const packets = packetsOf(vp8Picture(1400, true), 10)
    expect(packets.slice(1).map((packet) => push(packet, 0))).toEqual([null, null])
  })

  it('survives payloads that are no VP8 at all', () => {
    const { push } = assembler()
    for (const bytes of [[0xff], [0x90], [0x90, 0x80], [0x00, 0x00, 0x00]]) {
      expect(push({ ...padding(9), payload: Buffer.from(bytes), marker: true }, 0)).toBeNull()
    }
    expect(push(packetsOf(vp8Picture(100, true), 11)[0] as VideoPacket, 0)).not.toBeNull()
  })
})
