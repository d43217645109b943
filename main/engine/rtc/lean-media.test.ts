import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../testing/bench-driver'
import { answeringPeer } from './testing/answering-peer'
import { createOfferingClient } from './testing/offering-client'

const SOUND = Uint8Array.of(0xfc, 0xff, 0xfe)

describe('the media of a call', () => {
  const toClose: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((one) => one.close()))
  })

  /** `profile` is all that the client knows. Source: RFC 5764 section 4.1.2, RFC 7714 section 14.2. */
  async function connect(profile: 1 | 7) {
    const payloads: Buffer[] = []
    const client = await createOfferingClient()
    for (const transport of client.pc.dtlsTransports)
      (transport as unknown as { srtpProfiles: number[] }).srtpProfiles = [profile]
    const peer = answeringPeer(client.offer, {
      frame: (_, { payload }) => void payloads.push(Buffer.from(payload)),
    })
    toClose.push(client, peer)
    await client.accept(await peer.open())
    const [transport] = client.pc.dtlsTransports
    if (!transport) throw new Error('the client has no transport')
    return { client, peer, payloads, transport }
  }

  it.each([1, 7] as const)('goes both ways to a client that knows SRTP profile %i alone', async (profile) => {
    const { client, peer, payloads, transport } = await connect(profile)
    expect(transport.srtp.config.profile).toBe(profile)
    for (let n = 0; payloads.length < 3 || client.received.audio.length < 3; n += 1) {
      client.send('audio', SOUND, n * 960)
      peer.local('audio')?.send(SOUND, n * 960)
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(n).toBeLessThan(150)
    }
    expect(payloads[0]).toEqual(Buffer.from(SOUND))
    expect(client.received.audio[0]?.payload).toEqual(Buffer.from(SOUND))
  })

  it('is not heard again when somebody sends again what he heard', async () => {
    const { client, payloads, transport } = await connect(7)
    const { connection } = transport.iceTransport
    const send = connection.send.bind(connection)
    connection.send = async (datagram) => {
      for (let n = 0; n < 3; n += 1) await send(datagram)
    }
    for (let n = 0; n < 10; n += 1) client.send('audio', Uint8Array.of(0xfc, 0xff, n), n * 960)
    await until(() => payloads.some((payload) => payload[2] === 9), 'the last sound')
    expect(payloads.map((payload) => payload[2])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})
