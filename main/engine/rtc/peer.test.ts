import { Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Mode } from '../../../contract/manifest'
import { monotonicClock } from '../clock'
import type { DataChannel, IncomingFrame, Peer, PeerState } from '../peer'
import { createWebRtcPeer } from './peer'
import {
  createOfferingClient,
  type OfferingClient,
  type OfferingClientOptions,
} from './testing/offering-client'

/** A linear congruential generator: the same losses in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

function until(condition: () => boolean, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const timer = setInterval(() => {
      const late = performance.now() - started > 5000
      if (!condition() && !late) return
      clearInterval(timer)
      if (condition()) resolve()
      else reject(new Error(`waited 5 s in vain: ${what}`))
    }, 5)
  })
}

/** A VP8 picture of two packets whose second byte is its number. */
function picture(n: number, keyFrame: boolean): Buffer {
  const bytes = Buffer.alloc(1500, n)
  bytes[0] = keyFrame ? 0x10 : 0x11
  return bytes
}

describe('a peer', () => {
  const toClose: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((one) => one.close()))
  })

  async function connect(
    options: OfferingClientOptions & { mode?: Mode; media?: { audio: boolean; video: boolean } },
  ) {
    const seen = {
      states: [] as PeerState[],
      frames: { audio: [] as IncomingFrame[], video: [] as IncomingFrame[] },
      keyFrameRequests: 0,
      channel: undefined as DataChannel | undefined,
    }
    const client: OfferingClient = await createOfferingClient(options)
    const peer: Peer = createWebRtcPeer({
      offer: client.offer,
      reach: 'loopback',
      hasMessages: options.opensChannel !== false,
      id: 'test',
      clock: monotonicClock,
      media: options.media ?? { audio: true, video: true },
      mode: options.mode ?? 'send-receive',
      on: {
        stateChanged: (state) => seen.states.push(state),
        frame: (kind, frame) => seen.frames[kind].push(frame),
        channelOpened: (channel) => {
          seen.channel = channel
        },
        keyFrameRequested: () => {
          seen.keyFrameRequests += 1
        },
      },
    })
    toClose.push(client, peer)
    const answer = await peer.open()
    await client.accept(answer)
    await client.opened
    await until(() => seen.channel !== undefined, 'the data channel')
    return { peer, client, seen, answer }
  }

  function answerTo(offer: string): Promise<string> {
    const nothing = () => undefined
    const on = { stateChanged: nothing, frame: nothing, channelOpened: nothing, keyFrameRequested: nothing }
    const media = { audio: true, video: true }
    const shared = { clock: monotonicClock, reach: 'loopback', hasMessages: true } as const
    const peer = createWebRtcPeer({ id: 'bad', offer, media, mode: 'send-receive', on, ...shared })
    toClose.push(peer)
    return peer.open()
  }

  it('carries audio both ways with the timestamps of the sender', async () => {
    const { peer, client, seen } = await connect({})
    for (let n = 0; n < 10; n += 1) client.send('audio', Buffer.from([0xfc, n, n]), 1000 + n * 960)
    await until(() => seen.frames.audio.length === 10, 'ten packets')
    expect(seen.frames.audio.map((frame) => frame.pts)).toEqual([...Array(10).keys()].map((n) => n * 960))
    expect(seen.frames.audio.every((frame) => frame.codec === 'opus' && frame.lostBefore === 0)).toBe(true)
    for (let n = 0; n < 5; n += 1) peer.local('audio')?.send(Buffer.from([1, 2, n]), n * 960)
    await until(() => client.received.audio.length === 5, 'five packets back')
    expect(client.received.audio.map((packet) => packet.payload[2])).toEqual([0, 1, 2, 3, 4])
  })

  it('says before which audio packet others were lost, and counts them', async () => {
    const random = seeded(7)
    const lost: number[] = []
    const loses = (packet: { payload: Buffer }) => {
      const n = packet.payload[1] ?? 0
      if (n === 0 || n === 99 || random() > 0.2) return false
      lost.push(n)
      return true
    }
    const { peer, client, seen } = await connect({ loses })
    for (let n = 0; n < 100; n += 1) client.send('audio', Buffer.from([0xfc, n, n]), n * 960)
    await until(() => seen.frames.audio.at(-1)?.payload[1] === 99, 'the last packet')
    expect(lost.length).toBeGreaterThan(5)
    expect(seen.frames.audio.reduce((sum, frame) => sum + frame.lostBefore, 0)).toBe(lost.length)
    expect(peer.remote('audio')?.packetsLost).toBe(lost.length)
  })

  it('asks for a key frame for somebody new without dropping what is fine', async () => {
    const { peer, client, seen } = await connect({ video: true })
    client.send('video', picture(0, true), 0)
    await until(() => seen.frames.video.length === 1, 'the first picture')
    peer.remote('video')?.requestKeyFrame('joined')
    await until(() => client.keyFrameRequests > 0, 'a key frame request')
    client.send('video', picture(1, false), 3000)
    await until(() => seen.frames.video.length === 2, 'the next picture')
  })

  it('carries pictures both ways and asks for a key frame when one is damaged on the way', async () => {
    const { peer, client, seen } = await connect({ video: true, loses: dropOnce(3) })
    for (let n = 0; n < 6; n += 1) client.send('video', picture(n, n === 0), n * 3000)
    await until(() => client.keyFrameRequests > 0, 'a key frame request')
    client.send('video', picture(6, true), 18_000)
    await until(() => seen.frames.video.at(-1)?.payload[1] === 6, 'the key frame')
    expect(seen.frames.video.map((frame) => frame.payload[1])).toEqual([0, 1, 2, 6])
    expect(seen.frames.video.at(-1)?.payload.length).toBe(1500)
    peer.local('video')?.send(picture(1, true), 0)
    await until(() => client.received.video.length === 2, 'a picture back')
  })

  it('reads H.264 pictures from the packets of a client that sends them', async () => {
    const { client, seen } = await connect({ video: true, videoCodec: 'h264' })
    const { H264Packetizer } = await import('werift')
    const annexB = Buffer.concat([
      Buffer.from([0, 0, 0, 1, 0x67, 1, 2, 3, 0, 0, 0, 1, 0x68, 4, 5, 0, 0, 0, 1, 0x65]),
      Buffer.alloc(3000, 9),
    ])
    const packetizer = new H264Packetizer({ maxPayloadSize: 1100 })
    for (const packet of packetizer.packetize(annexB, 0)) client.sendPacket('video', packet)
    await until(() => seen.frames.video.length === 1, 'the picture')
    const frame = seen.frames.video[0]
    expect(frame?.codec).toBe('h264')
    expect(frame?.keyFrame).toBe(true)
    expect(Buffer.from(frame?.payload ?? []).equals(annexB)).toBe(true)
  })

  it('answers with different stream ids for audio and video, and without transport-wide congestion control', async () => {
    const { answer } = await connect({ video: true })
    const streams = [...answer.matchAll(/a=msid:(\S+)/g)].map((match) => match[1])
    expect(new Set(streams).size).toBe(2)
    expect(answer).not.toContain('transport-wide-cc')
    expect(answer).toContain('goog-remb')
  })

  it('sends to no address of another machine, and asks no STUN server', async () => {
    const send = vi.spyOn(Socket.prototype, 'send')
    await connect({ video: true })
    const addresses = send.mock.calls.map((call) =>
      (call as unknown[]).find((part) => typeof part === 'string'),
    )
    send.mockRestore()
    expect(addresses.length).toBeGreaterThan(0)
    const own = Object.values(networkInterfaces()).flatMap(
      (addresses) => addresses?.map((one) => one.address) ?? [],
    )
    expect(addresses.filter((address) => !own.includes(String(address)))).toEqual([])
  })

  it('never uses a DTLS record number twice: a browser would take the second for a replay', async () => {
    const numbers = new Map<Socket, string[]>()
    const original = Socket.prototype.send
    const send = vi.spyOn(Socket.prototype, 'send').mockImplementation(function (
      this: Socket,
      ...args: unknown[]
    ) {
      const record = args[0] as Buffer
      const isEncryptedRecord =
        (record[0] ?? 0) >= 20 && (record[0] ?? 0) <= 25 && record.readUInt16BE(3) === 1
      if (isEncryptedRecord) numbers.set(this, [...(numbers.get(this) ?? []), record.toString('hex', 3, 11)])
      return Reflect.apply(original, this, args)
    })
    const { client, seen } = await connect({})
    for (let n = 0; n < 20; n += 1) {
      client.channel.send(`there ${n}`)
      seen.channel?.send(`back ${n}`)
    }
    await until(() => client.messages.length === 20, 'all messages')
    send.mockRestore()
    expect(numbers.size).toBe(2)
    for (const sent of numbers.values()) expect(new Set(sent).size).toBe(sent.length)
  })

  it('declines media that the handler does not take part in', async () => {
    const { peer, answer } = await connect({ video: true, media: { audio: true, video: false } })
    expect(peer.remote('video')).toBeUndefined()
    const video = answer.slice(answer.indexOf('m=video'))
    expect(video).toMatch(/a=inactive|m=video 0/)
  })

  it('only receives from a peer whose mode is send', async () => {
    const { peer, answer } = await connect({ mode: 'send' })
    expect(peer.local('audio')).toBeUndefined()
    expect(answer).toContain('a=recvonly')
  })

  it('passes messages of the data channel both ways and refuses one over 256 KiB without closing it', async () => {
    const { client, seen } = await connect({})
    const texts: (string | Uint8Array)[] = []
    seen.channel?.onMessage((data) => texts.push(data))
    client.channel.send('hello')
    await until(() => texts.length === 1, 'the message')
    expect(texts).toEqual(['hello'])
    expect(() => seen.channel?.send('x'.repeat(262_145))).toThrow(/over the limit of 262144 bytes/)
    seen.channel?.send('still open')
    await until(() => client.messages.length === 1, 'the answer')
    expect(client.messages).toEqual(['still open'])
  })

  it.each([
    ['nothing', ''],
    ['a sentence', 'this is not SDP'],
    ['only a head', 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n'],
    ['a broken media line', 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio\r\n'],
  ])('refuses an offer that is %s with a clear error', async (_what, sdp) => {
    await expect(answerTo(sdp)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('refuses an offer that lacks what it must have, in words that say what', async () => {
    const { offer } = (await connect({ video: true })).client
    const refusals: readonly [string, RegExp][] = [
      ['', /no line "m=/],
      ['{"type":"offer"}', /no line "m=/],
      [offer.replace(/a=fingerprint.*\r\n/g, ''), /no line "a=fingerprint:/],
      [offer.replace(/a=ice-pwd.*\r\n/g, ''), /no line "a=ice-pwd:/],
      [offer.replace('a=ice-ufrag', 'a=x'), /malformed/],
      [offer.replace('m=audio', 'm=text'), /invalid media kind/],
      [offer.replace(/opus/gi, 'PCMU'), /audio, but in no codec/],
      [offer.replace(/VP8/g, 'AV1'), /video, but in no codec/],
      [offer.replace(/a=candidate:.*/g, 'a=candidate:xyz'), /cannot be read/],
    ]
    for (const [sdp, message] of refusals) {
      const refusal = await answerTo(sdp).catch((thrown: unknown) => thrown)
      expect(refusal).toMatchObject({ code: 'invalid', message: expect.stringMatching(message) })
      expect(refusal).toHaveProperty('hint')
    }
  })

  it('carries an empty message without losing those after it', async () => {
    const { seen, client } = await connect({})
    for (const text of ['before', '', 'after']) seen.channel?.send(text)
    await until(() => client.messages.length === 3, 'three messages')
    expect(client.messages).toEqual(['before', '', 'after'])
  })

  it('knows when the client has everything that was sent to it', async () => {
    const { seen, client, peer } = await connect({})
    const { channel } = seen
    for (let n = 0; n < 100; n += 1) channel?.send('x'.repeat(20_000))
    await channel?.whenDelivered(10_000)
    await peer.close()
    expect(client.messages).toHaveLength(100)
  })

  it('waits for no client that is gone, and not for ever for one that does not answer', async () => {
    const { seen, client, peer } = await connect({})
    const { channel } = seen
    vi.spyOn(client.pc.dtlsTransports[0] ?? raise('no transport'), 'sendData').mockResolvedValue()
    channel?.send('is anybody there?')
    const begun = performance.now()
    await channel?.whenDelivered(100)
    expect(performance.now() - begun).toBeGreaterThan(90)
    await peer.close()
    await channel?.whenDelivered(60_000)
  })

  it('refuses a malformed candidate, takes one of eight fields and the end of candidates', async () => {
    const { peer } = await connect({})
    const at = { sdpMid: '0', sdpMLineIndex: 0 }
    await expect(peer.addCandidate({ candidate: 'candidate:nonsense', ...at })).rejects.toMatchObject({
      code: 'invalid',
    })
    await peer.addCandidate({ candidate: 'candidate:0 1 UDP 2122187007 127.0.0.1 59957 typ host', ...at })
    await peer.addCandidate({ candidate: '', ...at })
  })

  it('closes twice without harm and tells the other side', async () => {
    const { peer, seen } = await connect({})
    await Promise.all([peer.close(), peer.close()])
    expect(seen.states.at(-1)).toBe('closed')
  })
})

function raise(message: string): never {
  throw new Error(message)
}

/** Loses the last packet of picture `n`, and its retransmissions. */
function dropOnce(n: number) {
  return (packet: { payload: Buffer; header: { marker: boolean } }) =>
    packet.header.marker && packet.payload.at(-1) === n
}
