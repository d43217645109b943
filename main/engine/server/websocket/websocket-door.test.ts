import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../testing/bench-driver'
import { connectSocket, loudnessOf, type SocketClient, toneOf } from '../socket-peer/testing/socket-client'
import { type DoorBench, startDoorBench } from '../testing/door-bench'
import { websocketDoor } from './websocket-door'

const echo = (
  rate: number,
  more = '',
) => `import { AsyncQueue, AsyncStreamHandler, waitForItem } from 'soundcheck'
export const stream = { concurrencyLimit: 2 }
export default class Echo extends AsyncStreamHandler {
  constructor() { super({ inputSampleRate: ${rate}, outputSampleRate: ${rate} }) }
  heard = new AsyncQueue()
  async receive(frame) { await this.heard.put(frame) }
  async emit() { return await waitForItem(this.heard) }
  async onMessage(message) { await this.sendMessage(JSON.stringify({ type: 'got', data: message })) }
  ${more}
}
`

describe('the WebSocket door', () => {
  let bench: DoorBench
  const clients: SocketClient[] = []

  async function connect(): Promise<SocketClient> {
    const client = await connectSocket(`ws://${bench.origin}/websocket/offer`)
    clients.push(client)
    return client
  }

  /** A client whose session is live. */
  async function start(id: string): Promise<SocketClient & { readonly sessionId: string }> {
    const client = await connect()
    client.say({ event: 'start', websocket_id: id })
    await until(() => bench.sessions.findLive(id)?.entry().status === 'live', 'the session')
    return { ...client, sessionId: bench.sessions.findLive(id)?.id ?? '' }
  }

  const rows = (sessionId: string, kind: string) => bench.rows(sessionId, kind).map(({ summary }) => summary)

  beforeAll(async () => {
    bench = await startDoorBench(echo(16_000), [websocketDoor])
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate()
    await bench.sessions.close('the test is over')
  })
  afterAll(() => bench.stop())

  it('gives back sound in pieces of 20 ms', async () => {
    const client = await start('pieces')
    client.play(toneOf(500, 16_000))
    await until(() => client.heard.length >= 25, 'the echo')
    expect(client.heard.every(({ samples }) => samples.length === 320)).toBe(true)
  })

  it('sends no silence', async () => {
    const client = await start('quiet')
    client.play(toneOf(100, 16_000))
    await until(() => client.heard.length >= 5, 'the echo')
    await until(
      () => client.heard.some(({ samples }) => samples.slice(-160).every((one) => one === 0)),
      'its end',
    )
    const count = client.heard.length
    client.say({ event: 'ping' })
    client.say({ type: 'wait' })
    await until(() => client.said.some(({ type }) => type === 'got'), 'an answer')
    expect(client.heard).toHaveLength(count)
  })

  it('takes pieces of any length, and hears a clip that is sent at once in its time', async () => {
    const client = await start('uneven')
    let from = 0
    for (const ms of [0, 1, 3, 500, 2000, 57, 7]) {
      client.play(toneOf(ms, 16_000, from))
      from += ms * 16
    }
    await until(() => client.samples().length >= from, 'all of it')
    expect(loudnessOf(client.samples().subarray(1600, from - 1600), 16_000)).toBeCloseTo(0.3, 2)
    const [first, last] = [client.heard[0], client.heard.at(-1)]
    expect((last?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(2300)
  })

  it('loses nothing of what is sent together with the start', async () => {
    const client = await connect()
    client.say({ event: 'start', websocket_id: 'eager' })
    client.play(toneOf(300, 16_000))
    client.say({ type: 'eager' })
    await until(() => client.samples().length >= 4800, 'all of it')
    await until(() => client.said.some(({ type }) => type === 'got'), 'the answer to the message')
  })

  it('carries messages both ways, and lists them', async () => {
    const client = await start('talks')
    client.say({ type: 'question', data: 5 })
    await until(() => client.said.length > 0, 'the answer')
    expect(client.said).toEqual([{ type: 'got', data: { type: 'question', data: 5 } }])
    expect(rows(client.sessionId, 'message')).toEqual([
      '{"type":"question","data":5}',
      '{"type":"got","data":{"type":"question","data":5}}',
    ])
  })

  it('answers pings, also before the start', async () => {
    const client = await connect()
    client.say({ event: 'ping' })
    await until(() => client.said.length > 0, 'the answer')
    expect(client.said).toEqual([{ event: 'pong' }])
  })

  it.each([
    ['no JSON', 'hello', /not a JSON object/],
    ['an array', '[]', /not a JSON object/],
    ['an unknown event', { event: 'dance' }, /none of "start", "media"/],
    ['sound that is no base64', { event: 'media', media: { payload: 'a*b=' } }, /wrong "media.payload"/],
    ['sound that is no text', { event: 'media', media: { payload: 5 } }, /wrong "media.payload"/],
    ['no sound at all', { event: 'media' }, /wrong "media"/],
    ['a second start', { event: 'start', websocket_id: 'again' }, /a second time/],
  ])('says what is wrong with %s, and goes on', async (_what, text, reason) => {
    const client = await start('clumsy')
    client.say(text)
    await until(() => client.said.length > 0, 'the complaint')
    const [complaint] = client.said
    expect(complaint).toMatchObject({ type: 'error', message: expect.stringMatching(reason) })
    expect(complaint?.data).toBe(complaint?.message)
    expect(rows(client.sessionId, 'error').join()).toMatch(reason)
    client.play(toneOf(100, 16_000))
    await until(() => client.heard.length > 0, 'the echo')
  })

  it('says that bytes are no text', async () => {
    const client = await start('binary')
    client.socket.send(new Uint8Array(5))
    await until(() => client.said.length > 0, 'the complaint')
    expect(client.said[0]?.message).toMatch(/it is binary/)
  })

  it('counts a flood of nonsense instead of listing it', async () => {
    const client = await start('flood')
    for (let n = 0; n < 3000; n += 1) client.say('nonsense')
    await until(() => rows(client.sessionId, 'error').some((row) => /more texts/.test(row)), 'the count')
    expect(rows(client.sessionId, 'error').length).toBeLessThan(20)
  })

  it('refuses sound before the start', async () => {
    const client = await connect()
    client.play(toneOf(20, 16_000))
    await until(() => client.said.length > 0, 'the complaint')
    expect(client.said[0]).toMatchObject({ type: 'error', message: expect.stringMatching(/before "start"/) })
  })

  it.each([
    [{ event: 'start' }],
    [{ event: 'start', websocket_id: '' }],
    [{ event: 'start', websocket_id: 7 }],
  ])('ends a socket that begins with %j', async (start) => {
    const client = await connect()
    client.say(start)
    await client.whenClosed()
    expect(client.said[0]).toMatchObject({ type: 'error', message: expect.stringMatching(/websocket_id/) })
    expect(client.closed()?.code).toBe(1008)
  })

  it('refuses a name that is in use, as on WebRTC, until it is free again', async () => {
    const first = await start('same')
    const second = await connect()
    second.say({ event: 'start', websocket_id: 'same' })
    await second.whenClosed()
    expect(second.said).toEqual([{ status: 'failed', meta: { error: 'connection_already_exists' } }])
    expect(second.closed()).toEqual({ code: 1013, reason: 'a session of this name is live' })
    first.say({ event: 'stop' })
    await first.whenClosed()
    expect(first.closed()?.code).toBe(1000)
    await until(() => !bench.sessions.findLive('same'), 'the end of the session')
    await start('same')
  })

  it('says that the handler has no place left, and has it again when a socket dies', async () => {
    const first = await start('one')
    await start('two')
    const third = await connect()
    third.say({ event: 'start', websocket_id: 'three' })
    await third.whenClosed()
    expect(third.said).toEqual([{ status: 'failed', meta: { error: 'concurrency_limit_reached', limit: 2 } }])
    expect(third.closed()).toEqual({ code: 1013, reason: expect.stringMatching(/\w+ \w+/) })
    first.socket.terminate()
    await until(() => !bench.sessions.findLive('one'), 'the end of the session')
    expect(bench.entry(first.sessionId)).toMatchObject({
      status: 'failed',
      reason: 'the connection was lost',
    })
    await start('four')
  })

  it.each<[string, (client: SocketClient) => void, number, RegExp]>([
    ['a start without a name', (client) => client.say({ event: 'start' }), 1008, /websocket_id/],
    [
      'a start with a name that is too long',
      (client) => client.say({ event: 'start', websocket_id: '\u00e4'.repeat(999) }),
      1008,
      /websocket_id/,
    ],
    ['a stop', (client) => client.say({ event: 'stop' }), 1000, /the client stopped/],
    [
      'a text that is no UTF-8',
      (client) => client.socket.send(Buffer.from([0xff]), { binary: false }),
      1007,
      /UTF-8/,
    ],
  ])('closes after %s with a code and the reason in words', async (_what, act, code, words) => {
    const client = await connect()
    act(client)
    await client.whenClosed()
    expect(client.closed()).toEqual({ code, reason: expect.stringMatching(words) })
    expect(Buffer.byteLength(client.closed()?.reason ?? '')).toBeLessThanOrEqual(123)
  })

  it('closes with the reason in words, too, when a frame breaks the protocol', async () => {
    const client = await connect()
    const frames = (client.socket as unknown as { readonly _socket: Socket })._socket
    // One that no client sends: it is not masked.
    frames.write(Buffer.from([0x81, 0x01, 0x78]))
    await client.whenClosed()
    expect(client.closed()).toEqual({ code: 1002, reason: 'a frame was not as RFC 6455 has it' })
  })

  it('frees the place of who hangs up while the session is being opened', async () => {
    const client = await connect()
    client.say({ event: 'start', websocket_id: 'hasty' })
    client.socket.close()
    await client.whenClosed()
    await until(() => !bench.sessions.findLive('hasty'), 'the end of the session')
    expect(bench.app.websocketServer.clients.size).toBe(0)
  })
})

describe('the WebSocket door of a handler', () => {
  let bench: DoorBench | undefined
  afterEach(() => bench?.stop())

  async function open(source: string): Promise<SocketClient> {
    bench = await startDoorBench(source, [websocketDoor])
    return connectSocket(`ws://${bench.origin}/websocket/offer`)
  }

  it('for video alone says so and closes', async () => {
    const client = await open(`import { VideoCallback } from 'soundcheck'
export default new VideoCallback((frame) => frame)
`)
    await client.whenClosed()
    expect(client.said[0]?.message).toMatch(/video alone/)
    expect(client.closed()).toEqual({ code: 1008, reason: expect.stringMatching(/video alone/) })
  })

  it('that ends the stream plays out, tells the client, and closes', async () => {
    const client = await open(`import { CloseStream, StreamHandler } from 'soundcheck'
const tone = new Int16Array(24000).map((_, n) => 8000 * Math.sin((2 * Math.PI * n) / 24))
export default class Greeting extends StreamHandler {
  said = false
  receive() {}
  emit() {
    if (this.said) return null
    this.said = true
    return [[24000, tone], new CloseStream('good bye')]
  }
}
`)
    client.say({ event: 'start', websocket_id: 'greeted' })
    await client.whenClosed()
    expect(client.samples().length).toBeGreaterThanOrEqual(24_000)
    expect(client.said.at(-1)).toMatchObject({ type: 'end_stream', data: 'good bye' })
    expect(client.closed()).toEqual({ code: 1000, reason: 'the session has ended' })
  })

  it('that only sends refuses sound, and is heard', async () => {
    const client = await open(`import { AudioGenerator } from 'soundcheck'
export const stream = { mode: 'receive' }
export default new AudioGenerator(function* () {
  for (;;) yield [24000, new Int16Array(4800).fill(5000)]
})
`)
    client.say({ event: 'start', websocket_id: 'listener' })
    client.play(toneOf(20, 48_000))
    await until(() => client.heard.length > 10, 'the sound')
    const session = bench?.sessions.findLive('listener')
    await until(
      () =>
        bench?.rows(session?.id ?? '', 'error').some(({ summary }) => /takes no sound/.test(summary)) ??
        false,
      'the row',
    )
  })

  it('drops sound for a client that does not read, and tells how much', async () => {
    const client = await open(`import { StreamHandler } from 'soundcheck'
export default class Big extends StreamHandler {
  constructor() { super({ outputSampleRate: 48000 }) }
  receive() {}
  emit() { return [48000, new Int16Array(960).fill(5000)] }
  async onMessage() { for (let n = 0; n < 400; n += 1) await this.sendMessage(JSON.stringify({ type: 'x', data: 'y'.repeat(60000) })) }
}
`)
    client.say({ event: 'start', websocket_id: 'stalled' })
    await until(() => client.heard.length > 5, 'the sound')
    const id = bench?.sessions.findLive('stalled')?.id ?? ''
    client.socket.pause()
    client.say({ type: 'flood' })
    const errors = () => bench?.rows(id, 'error').map(({ summary }) => summary) ?? []
    await until(
      () => errors().some((row) => /more pieces of sound/.test(row)),
      'the count of what was dropped',
    )
    expect(errors().join()).toMatch(/does not take messages as fast/)
    const server = [...(bench?.app.websocketServer.clients ?? [])][0]
    expect(server?.bufferedAmount).toBeLessThan(1.2 * 1024 * 1024)
    client.socket.resume()
    const count = client.heard.length
    await until(() => client.heard.length > count + 50, 'the sound again')
    client.socket.close()
    await until(() => bench?.sessions.findLive('stalled') === undefined, 'the end')
  })
})
