import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { TestHost } from '../host/testing/run-host'
import { AsyncQueue } from '../kit/async-queue'

/** One client of a WebSocket server. Source: RFC 6455. */
class ServiceEnd {
  readonly messages = new AsyncQueue<{ readonly type: string; readonly audio?: string }>()
  readonly closed: Promise<void>
  #left = Buffer.alloc(0)
  readonly #socket: Duplex
  #onClosed = (): void => undefined

  constructor(socket: Duplex, key: string) {
    this.#socket = socket
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve
    })
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    // The thread ends right after it has hung up, and its connections with it.
    socket.on('error', () => socket.destroy())
  }

  send(message: object): void {
    this.#frame(0x81, Buffer.from(JSON.stringify(message)))
  }

  hangUp(code: number, reason: string): void {
    this.#frame(0x88, Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]))
  }

  #frame(first: number, payload: Buffer): void {
    const { length } = payload
    const head = length < 126 ? [length] : [126, length >> 8, length & 255]
    this.#socket.write(Buffer.concat([Buffer.from([first, ...head]), payload]))
  }

  #take(chunk: Buffer): void {
    this.#left = Buffer.concat([this.#left, chunk])
    while (this.#left.length >= 6) {
      const short = (this.#left[1] ?? 0) & 127
      const start = short === 126 ? 4 : 2
      const length = short === 126 ? this.#left.readUInt16BE(2) : short
      if (this.#left.length < start + 4 + length) return
      const mask = this.#left.subarray(start, start + 4)
      const payload = this.#left.subarray(start + 4, start + 4 + length)
      this.#understand(
        (this.#left[0] ?? 0) & 15,
        payload.map((byte, n) => byte ^ (mask[n % 4] ?? 0)),
      )
      this.#left = this.#left.subarray(start + 4 + length)
    }
  }

  #understand(opcode: number, payload: Uint8Array): void {
    if (opcode === 1) this.messages.putNowait(JSON.parse(Buffer.from(payload).toString()))
    if (opcode !== 8) return
    this.#onClosed()
    this.#frame(0x88, Buffer.from(payload))
    this.#socket.end()
  }
}

describe('realtime bridge', () => {
  let host: TestHost
  let server: Server
  const connected = new AsyncQueue<ServiceEnd>()
  let headers: IncomingHttpHeaders = {}

  afterEach(async () => {
    await host.close()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })

  /** A service that takes everybody, or nobody. */
  async function serve(takes = true): Promise<string> {
    server = createServer()
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      headers = request.headers
      if (takes) connected.putNowait(new ServiceEnd(socket, headers['sec-websocket-key'] ?? ''))
      else socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/realtime?model=m`
  }

  async function run(url: string, apiKey = ''): Promise<void> {
    host = await TestHost.start()
    await host.loadFile(fileURLToPath(new URL('./realtime-bridge.ts', import.meta.url)))
    await host.begin({ inputs: { url, apiKey } })
  }

  /** The service's end of a bridge that stands. */
  async function bridge(apiKey = ''): Promise<ServiceEnd> {
    await run(await serve(), apiKey)
    return connected.get()
  }

  const block = (value: number): Int16Array<ArrayBuffer> => new Int16Array(480).fill(value)
  const base64 = (samples: Int16Array): string => Buffer.from(samples.buffer).toString('base64')
  const sound = (value: number, type = 'response.audio.delta') => ({ type, delta: base64(block(value)) })
  const heard = (): (number | undefined)[] => host.all('audio').map(({ samples }) => samples[0])

  it('sends what it hears to the service and plays what that answers', async () => {
    const service = await bridge('secret')
    expect(headers).toMatchObject({ authorization: 'Bearer secret' })
    service.send(sound(1))
    service.send(sound(2, 'response.output_audio.delta'))
    await host.until(() => heard().length === 2, 'the answer')
    expect(host.all('audio').map(({ samples, sampleRate }) => [sampleRate, samples])).toEqual([
      [24_000, block(1)],
      [24_000, block(2)],
    ])
    host.audio(block(77))
    const message = await service.messages.get()
    expect(message).toEqual({ type: 'input_audio_buffer.append', audio: base64(block(77)) })
    expect(host.all('finding')).toEqual([])
  })

  it('drops what was not played yet when the service hears the person speak', async () => {
    const service = await bridge()
    service.send(sound(1))
    service.send({ type: 'input_audio_buffer.speech_started' })
    service.send(sound(2))
    await host.until(() => heard().at(-1) === 2, 'the next answer')
    const [{ turn } = { turn: null }] = host.all('clear-queue')
    expect(host.all('audio').filter((report) => report.turn === turn)).toHaveLength(1)
  })

  it('gives what both have said as text', async () => {
    const service = await bridge()
    const type = 'conversation.item.input_audio_transcription.completed'
    service.send({ type, transcript: 'Hello?' })
    service.send({ type: 'response.audio_transcript.done', transcript: 'Hello.' })
    await host.until(() => host.all('outputs').length === 2, 'two texts')
    expect(host.all('outputs').map(({ values }) => values)).toEqual([
      [{ speaker: 'you', text: 'Hello?' }],
      [{ speaker: 'service', text: 'Hello.' }],
    ])
  })

  it('hangs up at the end of the session', async () => {
    const service = await bridge()
    service.send(sound(1))
    await host.until(() => heard().length === 1, 'the answer')
    await host.close()
    await service.closed
    expect(host.all('fault')).toEqual([])
    expect(host.all('finding')).toEqual([])
  })

  it('ends the session when the service hangs up, and passes on what it complains of', async () => {
    const service = await bridge()
    service.send({ type: 'error', error: { message: 'too long' } })
    service.hangUp(1000, 'enough')
    expect(await host.next('close-stream')).toMatchObject({ message: 'The service hung up: enough' })
    expect(host.all('console')).toMatchObject([{ level: 'error', text: 'The service reports: too long' }])
  })

  it('tells the person when the service does not take the key', async () => {
    const url = await serve(false)
    await run(url)
    const message = `No connection to ${url}. Check the URL and the API key.`
    const { error, method } = await host.next('fault')
    expect([method, error.message]).toEqual(['startUp', message])
    expect(host.all('message').map(({ text }) => JSON.parse(text))).toContainEqual({
      type: 'error',
      data: message,
      message,
    })
    host.audio(block(1))
    await host.next('counters', ({ counters }) => counters.calls.receive !== undefined)
    expect(host.all('fault')).toHaveLength(1)
    expect(headers.authorization).toBeUndefined()
  })
})
