import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { readRtcp } from '../media/rtcp-packets'
import { readRtpHeader } from '../media/rtp-header'
import type { PassedPacket, SignalNote, WireCodec, WireEvents } from '../peer'
import { answeringPeer } from './testing/answering-peer'
import { createOfferingClient, type OfferingClientOptions } from './testing/offering-client'

async function recordCall(options: OfferingClientOptions = {}) {
  const rtp: PassedPacket[] = []
  const rtcp: PassedPacket[] = []
  const notes: SignalNote[] = []
  let codecs: ReadonlyMap<number, WireCodec> = new Map()
  const wire: WireEvents = {
    agreed: (agreed) => {
      codecs = agreed
    },
    rtp: (packet) => rtp.push(packet),
    rtcp: (compound) => rtcp.push(compound),
    signal: (note) => notes.push(note),
  }
  const client = await createOfferingClient(options)
  const media = { audio: true, video: options.video === true }
  const peer = answeringPeer(client.offer, { wire }, { media })
  onTestFinished(async () => {
    await Promise.all([peer.close(), client.close()])
  })
  const answer = await peer.open()
  await client.accept(answer)
  await client.opened
  const passed = (direction: 'in' | 'out') => rtp.filter((packet) => packet.direction === direction)
  const states = (phase: string) =>
    notes.filter((note) => note.phase === phase).map(({ fields }) => fields?.state)
  return { client, peer, answer, rtp: passed, rtcp, notes, states, codecs: () => codecs }
}

const payloadOf = ({ bytes }: PassedPacket): Uint8Array => {
  const header = readRtpHeader(bytes)
  return bytes.subarray(header?.payloadAt, header?.payloadEnd)
}

describe('what a connection records', () => {
  it('is every packet both ways, whole and without its encryption', async () => {
    const { client, peer, rtp, codecs } = await recordCall()
    for (let n = 0; n < 5; n += 1) client.send('audio', Buffer.from([0xfc, n]), 1000 + n * 960)
    for (let n = 0; n < 5; n += 1) peer.local('audio')?.send(Buffer.from([0xfc, 100 + n]), n * 960)
    await vi.waitFor(() => expect(rtp('in')).toHaveLength(5))
    await vi.waitFor(() => expect(client.received.audio).toHaveLength(5))
    expect(rtp('in').map((packet) => payloadOf(packet)[1])).toEqual([0, 1, 2, 3, 4])
    expect(rtp('out').map((packet) => payloadOf(packet)[1])).toEqual([100, 101, 102, 103, 104])
    const received = client.received.audio.map(({ header }) => header)
    const sent = rtp('out').map(({ bytes }) => readRtpHeader(bytes))
    const told = received.map(({ payloadType, marker, sequenceNumber: sequence, timestamp, ssrc }) => {
      return { payloadType, marker, sequence, timestamp, ssrc }
    })
    expect(sent).toMatchObject(told)
    expect(rtp('out')[0]?.bytes).toHaveLength((received[0]?.payloadOffset ?? 0) + 2)
    expect(codecs().get(sent[0]?.payloadType ?? -1)).toEqual({
      medium: 'audio',
      name: 'opus',
      clockRate: 48_000,
    })
  })

  it('has a packet that is sent again because the client asked for it', async () => {
    const { client, peer, rtp, rtcp } = await recordCall({ video: true })
    // Of a picture in three packets the client gets the first and the last.
    for (const transport of client.pc.iceTransports) {
      const receive = transport.connection.onData
      const execute = receive.execute.bind(receive)
      let seen = 0
      receive.execute = (datagram) => {
        const isVideo = (datagram[0] ?? 0) >> 6 === 2 && datagram.length > 900
        if (isVideo) seen += 1
        if (!isVideo || seen !== 2) execute(datagram)
      }
    }
    peer.local('video')?.send(new Uint8Array(3 * 1100), 0)
    // werift may ask more than once before it comes.
    await vi.waitFor(() => expect(rtp('out').length).toBeGreaterThan(3), { timeout: 5000 })
    const sequences = rtp('out').map(({ bytes }) => readRtpHeader(bytes)?.sequence)
    expect(sequences[3]).toBe(sequences[1])
    const asked = rtcp.filter(({ direction }) => direction === 'in').flatMap(({ bytes }) => readRtcp(bytes))
    expect(asked).toContainEqual(expect.objectContaining({ type: 'NACK', sequences: [sequences[1]] }))
  })

  it('is the reports of both sides', async () => {
    const { client, peer, rtcp } = await recordCall()
    client.send('audio', Buffer.from([0xfc, 1]), 0)
    peer.local('audio')?.send(Buffer.from([0xfc, 1]), 0)
    const kinds = (way: 'in' | 'out') =>
      rtcp
        .filter(({ direction }) => direction === way)
        .flatMap(({ bytes }) => readRtcp(bytes).map(({ type }) => type))
    await vi.waitFor(
      () => {
        expect(kinds('in')).toEqual(expect.arrayContaining(['SR', 'RR']))
        expect(kinds('out')).toEqual(expect.arrayContaining(['SR', 'RR']))
      },
      { timeout: 5000 },
    )
  })

  it('is how it came about: descriptions, addresses, states and what was agreed on', async () => {
    const { client, peer, answer, notes, states } = await recordCall()
    const first = (phase: string) => notes.find((note) => note.phase === phase)
    expect(first('offer')).toMatchObject({ direction: 'in', text: client.offer, fields: { side: 'remote' } })
    expect(first('answer')).toMatchObject({ direction: 'out', text: answer, fields: { side: 'local' } })
    const candidates = notes.filter(({ phase }) => phase === 'candidate')
    for (const side of ['local', 'remote'] as const)
      expect(candidates.filter(({ fields }) => fields?.side === side)).toContainEqual(
        expect.objectContaining({
          direction: side === 'local' ? 'out' : 'in',
          text: expect.stringMatching(/^candidate:\S+ 1 udp/i),
          fields: {
            side,
            protocol: 'udp',
            candidate: 'host',
            address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
          },
        }),
      )
    expect(first('pair')).toMatchObject({
      text: expect.stringMatching(
        /^we at [\d.]+:\d+ \(host\), the client at 127\.0\.0\.1:\d+ \(host\), over udp$/,
      ),
      fields: { protocol: 'udp' },
    })
    expect(states('gathering')).toEqual(['gathering', 'complete'])
    expect(states('ice')).toEqual(['checking', 'connected'])
    expect(states('dtls')).toEqual(['connecting', 'connected'])
    expect(states('sctp')).toEqual(['connecting', 'connected'])
    expect(notes.findLast(({ phase }) => phase === 'dtls')?.text).toMatch(
      /version: DTLS 1\.2\n.*media keys: A\w+.*our certificate: sha-256 (\w\w:){31}\w\w\n.*client’s certificate: sha-256 (\w\w:){31}/s,
    )
    expect(first('session')?.text).toMatch(/^audio: both ways, opus \(payload type \d+\); sent as opus$/i)
    await peer.close()
    expect(states('ice').at(-1)).toBe('closed')
  })

  it('has the addresses that a client finds later, and those that cannot be used', async () => {
    const { peer, notes } = await recordCall()
    const trickled = { sdpMid: '0', sdpMLineIndex: 0 }
    await peer.addCandidate({ candidate: 'candidate:1 1 tcp 1518 10.0.0.9 9 typ host', ...trickled })
    await peer.addCandidate({ candidate: '', ...trickled })
    await expect(peer.addCandidate({ candidate: 'nonsense', ...trickled })).rejects.toThrow('malformed')
    expect(notes.slice(-3)).toEqual([
      {
        phase: 'candidate',
        direction: 'in',
        text: 'candidate:1 1 tcp 1518 10.0.0.9 9 typ host',
        fields: { side: 'remote', protocol: 'tcp', address: '10.0.0.9:9', candidate: 'host' },
      },
      { phase: 'candidate', direction: 'in', text: 'no more candidates', fields: { side: 'remote' } },
      { phase: 'candidate', direction: 'in', text: 'candidate:nonsense', fields: { side: 'remote' } },
    ])
  })
})
