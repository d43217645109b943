import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../testing/bench-driver'
import { connectSocket, type SocketClient, toneOf } from '../socket-peer/testing/socket-client'
import { type DoorBench, startDoorBench } from '../testing/door-bench'
import { telephoneDoor } from './telephone-door'

const RATE = 8000

/** Answers each keyed digit with half a second of sound, and forgets what is not played on "#". */
const answering = `import { AsyncQueue, AsyncStreamHandler, waitForItem, z } from 'soundcheck'
const tone = new Int16Array(12000).map((_, n) => 8000 * Math.sin((2 * Math.PI * n) / 24))
export const stream = {
  concurrencyLimit: 1,
  inputs: z.object({ pace: z.number().default(1), loud: z.boolean().default(false), name: z.string().default('nobody'), pin: z.string().default('').meta({ format: 'password' }) }),
}
export default class Answering extends AsyncStreamHandler {
  out = new AsyncQueue()
  async receive() {}
  async emit() { return await waitForItem(this.out) }
  async onMessage(message) {
    await this.sendMessage(JSON.stringify({ type: 'keyed', data: message.data, args: this.latestArgs.slice(1), phone: this.phoneMode }))
    if (message.data === '#') this.clearQueue()
    else await this.out.put([24000, tone])
  }
}
`

const start = (id: string, more: object = {}) => ({
  event: 'start',
  sequenceNumber: '1',
  streamSid: id,
  start: {
    streamSid: id,
    accountSid: 'AC1',
    callSid: 'CA1',
    tracks: ['inbound'],
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: RATE, channels: 1 },
    customParameters: {},
    ...more,
  },
})
const key = (digit: string) => ({ event: 'dtmf', streamSid: 'MZ1', dtmf: { track: 'inbound_track', digit } })

describe('the telephone door', () => {
  let bench: DoorBench
  afterEach(() => bench.stop())

  async function call(
    source: string,
    more: object = {},
  ): Promise<SocketClient & { readonly sessionId: string }> {
    bench = await startDoorBench(source, [telephoneDoor])
    const client = await connectSocket(`ws://${bench.origin}/telephone/handler`)
    client.say({ event: 'connected', protocol: 'Call', version: '1.0.0' })
    client.say(start('MZ1', more))
    await until(() => bench.sessions.findLive('MZ1')?.entry().host === 'running', 'the session')
    return { ...client, sessionId: bench.sessions.findLive('MZ1')?.id ?? '' }
  }
  const rows = (id: string, kind: string) => bench.rows(id, kind)
  const texts = (id: string, kind: string) => rows(id, kind).map(({ summary }) => summary)

  it('answers a call with the address of its stream', async () => {
    bench = await startDoorBench(answering, [telephoneDoor])
    const response = await fetch(`${bench.url}/telephone/incoming`, { method: 'POST' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/xml')
    expect(await response.text()).toContain(`<Stream url="ws://${bench.origin}/telephone/handler" />`)
  })

  it('says what it sends in the words of media streams, and that it was played', async () => {
    const client = await call(answering)
    client.say(key('5'))
    await until(() => client.said.length > 0, 'the mark')
    expect(client.samples().length).toBeGreaterThanOrEqual(RATE / 2)
    const [mark] = client.said
    expect(mark).toEqual({ event: 'mark', streamSid: 'MZ1', mark: { name: 'sound 1' } })
    client.say({ event: 'mark', streamSid: 'MZ1', mark: { name: 'sound 1' } })
    await until(() => rows(client.sessionId, 'signal').some(({ type }) => type === 'played'), 'the row')
    expect(texts(client.sessionId, 'signal')).toContain('sound 1 was played')
  })

  it('hands keyed digits to the handler, and keeps its messages in the journal alone', async () => {
    const client = await call(answering)
    client.say(key('5'))
    await until(() => client.said.length > 0, 'the mark')
    const [keyed, answer] = texts(client.sessionId, 'message')
    expect(keyed).toBe('{"type":"dtmf","data":"5"}')
    expect(JSON.parse(answer ?? '')).toMatchObject({ type: 'keyed', data: '5', phone: true })
    expect(client.said.every(({ event }) => event === 'mark')).toBe(true)
    expect(texts(client.sessionId, 'signal').join()).toMatch(
      /call CA1, stream MZ1, with \{\}\. A telephone takes no messages/,
    )
  })

  it('makes inputs of the parameters that the handler has declared', async () => {
    const client = await call(answering, {
      customParameters: { pace: '2.5', loud: 'true', other: 'x', pin: '1234' },
    })
    client.say(key('1'))
    await until(() => client.said.length > 0, 'the mark')
    const answer = JSON.parse(texts(client.sessionId, 'message')[1] ?? '') as { args: unknown }
    expect(answer.args).toEqual([2.5, true, 'nobody', '1234'])
    expect(texts(client.sessionId, 'signal').join()).toContain('"other":"x","pin":"••••"')
  })

  it('tells the telephone to forget what was interrupted', async () => {
    const client = await call(answering)
    client.say(key('1'))
    await until(() => client.heard.length > 5, 'the sound')
    client.say(key('#'))
    await until(() => client.said.some(({ event }) => event === 'clear'), 'the clear')
    expect(client.said.find(({ event }) => event === 'clear')).toEqual({ event: 'clear', streamSid: 'MZ1' })
    const count = client.said.filter(({ event }) => event === 'clear').length
    client.say(key('#'))
    await until(() => texts(client.sessionId, 'message').length >= 6, 'the answer')
    expect(client.said.filter(({ event }) => event === 'clear')).toHaveLength(count)
  })

  it('tells apart what was cleared from what was played', async () => {
    const client = await call(answering)
    client.say(key('1'))
    await until(() => client.said.some(({ event }) => event === 'mark'), 'the mark')
    client.say(key('#'))
    await until(() => client.said.some(({ event }) => event === 'clear'), 'the clear')
    client.say({ event: 'mark', streamSid: 'MZ1', mark: { name: 'sound 1' } })
    await until(() => texts(client.sessionId, 'signal').includes('sound 1 was cleared'), 'the row')
  })

  it('notes gaps in the sound, and leaves out what the caller hears', async () => {
    const client = await call(answering)
    const piece = toneOf(20, RATE)
    client.play(piece, { track: 'inbound', chunk: '1', timestamp: '0' })
    client.play(piece, { track: 'outbound', chunk: '7', timestamp: '900' })
    client.play(piece, { track: 'inbound', chunk: '2', timestamp: '20' })
    client.play(piece, { track: 'inbound', chunk: '5', timestamp: '80' })
    await until(() => rows(client.sessionId, 'error').length > 0, 'the row')
    expect(texts(client.sessionId, 'error')).toEqual(['piece 5 of the sound came after piece 2'])
    client.socket.close()
    await until(() => bench.entry(client.sessionId)?.status === 'closed', 'the end')
    expect(bench.entry(client.sessionId)?.counters.audioIn).toBe(3)
  })

  it.each([
    ['nonsense', 'nonsense', /not a JSON object/],
    ['an unknown event', { event: 'dance' }, /none of "connected"/],
    ['a digit that is none', key('55'), /wrong "dtmf.digit"/],
    ['no event', { type: 'hello' }, /none of/],
  ])('notes %s and does not tell the telephone, which would complain', async (_what, text, reason) => {
    const client = await call(answering)
    client.say(text)
    await until(() => rows(client.sessionId, 'error').length > 0, 'the row')
    expect(texts(client.sessionId, 'error').join()).toMatch(reason)
    expect(client.said).toEqual([])
  })

  it('counts calls among the sessions of a handler', async () => {
    await call(answering)
    const second = await connectSocket(`ws://${bench.origin}/telephone/handler`)
    second.say(start('MZ2'))
    await second.whenClosed()
    expect(second.said).toEqual([
      { status: 'failed', meta: { error: 'concurrency_limit_reached', limit: 1 } },
    ])
    expect(second.closed()).toEqual({ code: 1013, reason: expect.stringMatching(/\w+ \w+/) })
  })

  it.each([
    [{ event: 'start' }, /streamSid/],
    [start('MZ1', { mediaFormat: { encoding: 'audio/x-l16', sampleRate: 16_000 } }), /mediaFormat/],
  ])('ends a stream that begins with %j', async (text, reason) => {
    bench = await startDoorBench(answering, [telephoneDoor])
    const client = await connectSocket(`ws://${bench.origin}/telephone/handler`)
    client.say(text)
    await client.whenClosed()
    expect(client.closed()).toMatchObject({ code: 1008, reason: expect.stringMatching(reason) })
  })

  it('waits at the end of the stream until the telephone has played it', async () => {
    const client = await call(`import { CloseStream, StreamHandler } from 'soundcheck'
export default class Greeting extends StreamHandler {
  said = false
  receive() {}
  emit() {
    if (this.said) return null
    this.said = true
    return [[8000, new Int16Array(2400).fill(5000)], new CloseStream()]
  }
}
`)
    await until(() => bench.entry(client.sessionId)?.status === 'closing', 'the end of the stream')
    expect(client.closed()).toBeUndefined()
    const asked = performance.now()
    client.say({ event: 'mark', streamSid: 'MZ1', mark: client.said[0]?.mark })
    await client.whenClosed()
    expect(performance.now() - asked).toBeLessThan(1000)
    expect(client.closed()).toEqual({ code: 1000, reason: 'the session has ended' })
    expect(texts(client.sessionId, 'signal')).toContain('sound 1 was played')
  })
})
