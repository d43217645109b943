import { createSocket } from 'node:dgram'
import { afterEach, describe, expect, it } from 'vitest'
import type { DataChannel, PeerState } from '../peer'
import { until } from '../testing/bench-driver'
import { answeringPeer } from './testing/answering-peer'
import { createOfferingClient } from './testing/offering-client'

describe('the end of a connection', () => {
  const toClose: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((one) => one.close()))
  })

  async function connect() {
    const states: PeerState[] = []
    let channel: DataChannel | undefined
    const client = await createOfferingClient()
    const peer = answeringPeer(client.offer, {
      stateChanged: (state) => void states.push(state),
      channelOpened: (opened) => {
        channel = opened
      },
    })
    toClose.push(client, peer)
    const answer = await peer.open()
    await client.accept(answer)
    await client.opened
    await until(() => channel !== undefined, 'the channel')
    return { client, peer, states, answer, channel: () => channel }
  }

  it('is told as soon as the client says it', async () => {
    const { client, states } = await connect()
    await client.leave()
    await until(() => states.at(-1) === 'closed', 'the end', 2000)
  })

  it('is told of nobody else, whatever they send to the port', async () => {
    const { client, states, answer, channel } = await connect()
    const port = Number(/a=candidate:\S+ \d+ \S+ \d+ 127\.0\.0\.1 (\d+)/.exec(answer)?.[1])
    const stranger = createSocket('udp4')
    const records = [
      // Alerts in plain text and as if encrypted, a content type that there is not, a record that is cut off.
      Buffer.from('15fefd000000000000000000020100', 'hex'),
      Buffer.from('15fefd00010000000003e90012010000000000000000000000000000000000', 'hex'),
      Buffer.from('1efefd000000000000000000020100', 'hex'),
      Buffer.from('16fefd00', 'hex'),
    ]
    for (const record of records) await new Promise((sent) => stranger.send(record, port, '127.0.0.1', sent))
    stranger.close()
    client.channel.send('still there?')
    const heard: unknown[] = []
    channel()?.onMessage((message) => void heard.push(message))
    await until(() => heard.length === 1, 'the message')
    expect(states).toEqual(['connecting', 'connected'])
  })
})
