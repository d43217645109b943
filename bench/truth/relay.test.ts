import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { openRelay, portOf, throughRelay, withoutAddresses } from './relay'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function socket(): Promise<Socket> {
  const made = createSocket('udp4')
  open.push(made)
  made.bind(0, '127.0.0.1')
  await once(made, 'listening')
  return made
}

/** RTP with a sequence number, or RTCP. */
const datagram = (second: number, sequence: number) =>
  Buffer.from([128, second, 0, sequence, 0, 0, 0, 0, 0, 0, 0, 9])

async function relayTo(engine: Socket, delays = { up: 0, down: 0 }) {
  const relay = await openRelay({
    ...{ port: engine.address().port, delays },
    loses: ({ way, sequence }) => way === 'up' && sequence === 2,
  })
  open.push(relay)
  return relay
}

describe('a relay', () => {
  it('loses the packets that it is told to, and notes all of them', async () => {
    const [client, engine] = [await socket(), await socket()]
    const relay = await relayTo(engine)
    const came: number[] = []
    const all = new Promise<void>((resolve) =>
      engine.on('message', (data) => {
        came.push(data[1] === 200 ? -1 : (data[3] ?? 0))
        if (came.length === 3) resolve()
      }),
    )
    for (const packet of [datagram(111, 1), datagram(111, 2), datagram(200, 0), datagram(111, 3)])
      client.send(packet, relay.port, '127.0.0.1')
    await all
    expect(came.sort()).toEqual([-1, 1, 3])
    expect(relay.seen.map(({ sequence, isLost }) => [sequence, isLost])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ])
  })

  it('holds datagrams back, and says for how long', async () => {
    const [client, engine] = [await socket(), await socket()]
    const relay = await relayTo(engine, { up: 30, down: 10 })
    client.send(datagram(111, 1), relay.port, '127.0.0.1')
    const [, from] = await once(engine, 'message')
    engine.send(datagram(111, 5), from.port, '127.0.0.1')
    await once(client, 'message')
    const { up, down } = relay.held()
    // A timer of Node may fire a millisecond early.
    expect(up).toBeGreaterThan(28)
    expect(down).toBeGreaterThan(8)
    expect(up).toBeGreaterThan(down)
  })

  it('is the only address that a description has', () => {
    const candidate = 'a=candidate:7 1 udp 2130706431 127.0.0.1 5004 typ host\r\n'
    const sdp = `v=0\r\na=ice-pwd:secret\r\n${candidate}a=end-of-candidates\r\n`
    expect(portOf(sdp)).toBe(5004)
    expect(withoutAddresses(sdp)).not.toContain('candidate:')
    expect(portOf(throughRelay(sdp, 6000))).toBe(6000)
    expect(() => portOf('v=0\r\n')).toThrow('no address')
  })
})
