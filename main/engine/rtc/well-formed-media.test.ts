import { createSocket } from 'node:dgram'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RtpHeader, RtpPacket } from 'werift'
import { answeringPeer } from './testing/answering-peer'
import { createOfferingClient } from './testing/offering-client'
import { isWellFormedMedia } from './well-formed-media'

/** RTP with an extension of `words` words that is said to have `claimed`. */
function withExtension(words: number, claimed = words): Buffer {
  const datagram = Buffer.alloc(16 + words * 4, 1)
  datagram.writeUInt16BE(0x906f, 0)
  datagram.writeUInt16BE(0xbede, 12)
  datagram.writeUInt16BE(claimed, 14)
  return datagram
}

describe('the header of a media packet', () => {
  it('ends within the packet, whatever a real sender puts into it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 16 }), { maxLength: 8 }),
        (payload, extensions) => {
          const header = new RtpHeader({
            payloadType: 111,
            extension: extensions.length > 0,
            extensionProfile: 0xbede,
            extensions: extensions.map((bytes, n) => ({ id: n + 1, payload: Buffer.from(bytes) })),
          })
          expect(isWellFormedMedia(new RtpPacket(header, Buffer.from(payload)).serialize())).toBe(true)
        },
      ),
    )
  })

  it('is refused when it claims more sources or a longer extension than there are bytes', () => {
    expect(isWellFormedMedia(withExtension(3))).toBe(true)
    expect(isWellFormedMedia(withExtension(3, 4))).toBe(false)
    expect(isWellFormedMedia(withExtension(3, 0xffff))).toBe(false)
    expect(isWellFormedMedia(Buffer.from([0x8f, 111, ...new Uint8Array(20)]))).toBe(false)
    expect(isWellFormedMedia(Buffer.from([0x80, 111]))).toBe(false)
  })

  it('is not looked for in RTCP, DTLS and STUN', () => {
    for (const start of [[0x8f, 200], [22, 254], [0, 1], []])
      expect(isWellFormedMedia(Buffer.from(start))).toBe(true)
  })
})

describe('a live call', () => {
  it('goes on while anybody sends it packets with a header that never ends', async () => {
    const client = await createOfferingClient()
    let frames = 0
    const peer = answeringPeer(client.offer, {
      frame: () => {
        frames += 1
      },
    })
    const answer = await peer.open()
    await client.accept(answer)
    const [, port] = /a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+) /i.exec(answer) ?? []
    const stranger = createSocket('udp4')
    // Room for the tag of authentication, which werift cuts off before it reads.
    const attack = withExtension(10, 0xffff)
    for (let n = 0; n < 20; n += 1)
      await new Promise((resolve) => stranger.send(attack, Number(port), '127.0.0.1', resolve))
    const before = frames
    const began = performance.now()
    for (let n = 0; frames === before && performance.now() - began < 4000; n += 1) {
      client.send('audio', Uint8Array.of(0xfc, 0xff, 0xfe), n * 960)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(frames).toBeGreaterThan(before)
    expect(performance.now() - began).toBeLessThan(4000)
    stranger.close()
    await Promise.all([client.close(), peer.close()])
  })
})
