import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createSocketTrack } from './socket-track'
import { createSocketWire } from './socket-wire'

describe('the wire of a socket', () => {
  let server: WebSocketServer
  let client: WebSocket
  let ours: WebSocket

  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 1024 * 1024 })
    await once(server, 'listening')
    client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const [connection] = (await once(server, 'connection')) as [WebSocket]
    ours = connection
    if (client.readyState !== client.OPEN) await once(client, 'open')
  })
  afterEach(() => {
    client.terminate()
    server.close()
  })

  it('closes with its code and as much of the reason as there is room for', async () => {
    const closed = once(client, 'close')
    const wire = createSocketWire(ours)
    await Promise.all([wire.close(1008, '\u00fc'.repeat(200)), wire.close(1000, 'again')])
    const [code, reason] = await closed
    expect(code).toBe(1008)
    expect(String(reason)).toBe('\u00fc'.repeat(61))
    expect(wire.isOpen).toBe(false)
    expect(wire.offer('late')).toBe(false)
    expect(() => wire.send('late')).toThrow(/closed/)
    await wire.close(1000, '')
  })

  it('has a reason in words where the WebSocket closes itself: a message that is too large', async () => {
    createSocketWire(ours)
    // The door's own listener says nothing of it, either.
    ours.on('error', () => undefined)
    const closed = once(client, 'close')
    client.send('x'.repeat(1024 * 1024 + 1))
    const [code, reason] = await closed
    expect([code, String(reason)]).toEqual([1009, 'a message was larger than 1 MiB'])
  })

  it('answers the closing frame of the client as it came', async () => {
    createSocketWire(ours)
    const closed = once(client, 'close')
    client.close(1000, 'good bye')
    const [code, reason] = await closed
    expect([code, String(reason)]).toEqual([1000, 'good bye'])
    client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const [other] = (await once(server, 'connection')) as [WebSocket]
    createSocketWire(other)
    if (client.readyState !== client.OPEN) await once(client, 'open')
    client.close()
    expect((await once(client, 'close'))[0]).toBe(1005)
  })

  it('cuts off who does not answer the closing frame', async () => {
    client.pause()
    const wire = createSocketWire(ours)
    const begun = performance.now()
    await wire.close(1000, '')
    expect(performance.now() - begun).toBeGreaterThan(900)
    expect(ours.readyState).toBe(ours.CLOSED)
  })

  it('does not wait for marks of a telephone that hung up', async () => {
    const wire = createSocketWire(ours)
    const wording = {
      media: () => 'sound',
      clear: 'clear',
      mark: (name: string) => name,
      takesMessages: false,
    }
    const played: unknown[] = []
    const sound = createSocketTrack({
      wire,
      wording,
      sampleRate: 8000,
      onSent: () => undefined,
      onDropped: () => undefined,
      onPlayed: (...how) => void played.push(how),
    })
    sound.track.send(new Uint8Array(1), 0)
    sound.track.ranDry?.()
    const delivered = sound.whenPlayed(10_000)
    expect(sound.played('sound 7')).toBe(false)
    sound.lost()
    await delivered
    expect(played).toEqual([])
  })
})
