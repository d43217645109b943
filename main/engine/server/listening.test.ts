import { once } from 'node:events'
import https from 'node:https'
import net from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { SoundcheckError } from '../../../contract/errors'
import type { Door } from './doors'
import { createServerBench, whoDoor } from './testing/server-bench'

const slowDoor: Door = (app) => {
  app.get('/live', { websocket: true }, (socket) => socket.send('welcome'))
  app.get('/forever', () => new Promise(() => undefined))
}
const bench = createServerBench({ doors: [whoDoor, slowDoor] })
afterEach(() => bench.server.stop())

const failureOf = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => null,
    (failure: unknown) => failure,
  )

/** A raw connection that has sent this. */
async function connected(text: string): Promise<net.Socket> {
  const socket = net.connect(bench.port(), '127.0.0.1')
  // However it ends: the test looks at the end itself.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

describe('a server that listens', () => {
  it('is found under the urls that it tells, with the port that it got', async () => {
    await bench.start()
    expect(bench.told.map(({ status }) => status)).toEqual(['starting', 'listening'])
    const { urls, settings, fingerprint } = bench.server.entry()
    expect(urls).toEqual([`http://127.0.0.1:${bench.port()}`])
    expect([settings.port, fingerprint, bench.port() > 0]).toEqual([0, null, true])
    expect((await bench.ask('/who')).status).toBe(200)
  })

  it('is found over IPv6', async () => {
    await bench.start({ host: '::1' })
    expect(bench.server.entry()).toMatchObject({ urls: [`http://[::1]:${bench.port()}`], token: null })
    expect((await bench.ask('/who', { host: '::1' })).status).toBe(200)
  })

  it('at all addresses names those for other devices, and is found under each', async () => {
    await bench.start({ host: '::' })
    const { urls, token } = bench.server.entry()
    expect(urls.at(-1)).toBe(`http://127.0.0.1:${bench.port()}`)
    const headers = { authorization: `Bearer ${token}` }
    for (const url of urls) {
      const { hostname } = new URL(url)
      expect((await bench.ask('/who', { host: hostname.replace(/^\[|\]$/g, ''), headers })).status, url).toBe(
        200,
      )
    }
  })

  it('with TLS shows a certificate for its names, the fingerprint of which it tells', async () => {
    await bench.start({ host: '0.0.0.0', tls: true })
    const { urls, token, fingerprint } = bench.server.entry()
    expect(urls.every((url) => url.startsWith('https://'))).toBe(true)
    const request = https.get({
      ...{ host: '127.0.0.1', port: bench.port(), path: `/who?token=${token}`, servername: 'localhost' },
      ...{ agent: false, rejectUnauthorized: false, headers: { host: `localhost:${bench.port()}` } },
    })
    const [response] = await once(request, 'response')
    const certificate = (response.socket as TLSSocket).getPeerCertificate()
    response.resume()
    expect(response.statusCode).toBe(200)
    expect(response.headers['set-cookie'][0]).toMatch(/; Secure$/)
    expect(certificate.fingerprint256).toBe(fingerprint)
    for (const name of ['DNS:localhost', 'IP Address:127.0.0.1'])
      expect(certificate.subjectaltname).toContain(name)
  })

  it('listens anew with other settings, under another port', async () => {
    await bench.start()
    const before = bench.port()
    await bench.start({ allowedOrigins: ['http://localhost:3000'] })
    expect(bench.server.entry().status).toBe('listening')
    await expect(connectTo(before)).rejects.toThrow('ECONNREFUSED')
  })
})

const connectTo = async (port: number): Promise<void> => {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect').finally(() => socket.destroy())
}

describe('a server that cannot listen', () => {
  it('says of a port in use what to do, and listens when that is done', async () => {
    const other = net.createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as net.AddressInfo
    const failure = await failureOf(bench.start({ port }))
    expect(failure).toBeInstanceOf(SoundcheckError)
    expect(failure).toMatchObject({
      code: 'unavailable',
      message: `The server cannot listen at 127.0.0.1:${port}: the port is in use.`,
      hint: expect.stringContaining('another port'),
    })
    expect(bench.server.entry()).toMatchObject({ status: 'failed', urls: [], error: { code: 'unavailable' } })
    await new Promise((resolve) => other.close(resolve))
    await bench.start({ port })
    expect(bench.server.entry()).toMatchObject({ status: 'listening', error: null })
  })

  it('says of an address that is not of this computer which to take', async () => {
    expect(await failureOf(bench.start({ host: '192.0.2.1' }))).toMatchObject({
      message: expect.stringContaining('no such address'),
      hint: expect.stringContaining('127.0.0.1'),
    })
    expect(await failureOf(bench.start({ host: 'nobody.invalid' }))).toMatchObject({
      message: expect.stringContaining('no such host name'),
    })
  })
})

describe('a server that stops', () => {
  it('closes idle, half-open, busy and upgraded connections within a second', async () => {
    await bench.start()
    const kept = await connected(`GET /who HTTP/1.1\r\nHost: 127.0.0.1:${bench.port()}\r\n\r\n`)
    await once(kept, 'data')
    const silent = await connected('')
    const halfARequest = await connected('POST /who HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')
    const busy = await connected(`GET /forever HTTP/1.1\r\nHost: 127.0.0.1:${bench.port()}\r\n\r\n`)
    const live = new WebSocket(`ws://127.0.0.1:${bench.port()}/live`)
    await once(live, 'message')
    const deaf = await connected(
      `GET /live HTTP/1.1\r\nHost: 127.0.0.1:${bench.port()}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==\r\n\r\n',
    )
    await once(deaf, 'data')
    const ends = [kept, silent, halfARequest, busy, deaf].map((socket) => {
      socket.resume()
      return once(socket, 'close')
    })
    const told = once(live, 'close')
    const begun = performance.now()
    await bench.server.stop()
    expect(performance.now() - begun).toBeLessThan(1500)
    expect((await told)[0]).toBe(1001)
    await Promise.all(ends)
    expect(bench.server.entry()).toMatchObject({ status: 'off', urls: [], token: null })
    await bench.server.stop()
  })
})

describe('a client that takes its time', () => {
  const strict = createServerBench({
    doors: [whoDoor, slowDoor],
    limits: { headers: 300, request: 600, keepAlive: 200, sockets: 3, ping: 100 },
  })
  afterEach(() => strict.server.stop())

  async function open(
    text: string,
    port = strict.port(),
  ): Promise<{ readonly socket: net.Socket; readonly answer: Promise<string> }> {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    // Cut off is what it is meant to be.
    socket.on('error', () => undefined)
    const answer = new Promise<string>((resolve) => {
      let got = ''
      socket.on('data', (chunk) => {
        got += chunk
      })
      socket.on('close', () => resolve(got))
    })
    socket.on('end', () => socket.end())
    await once(socket, 'connect')
    socket.write(text)
    return { socket, answer }
  }

  it('with its headers, or with its body, is refused with a 408', async () => {
    const post =
      'POST /who HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{'
    const slow = [
      [{ headers: 300, request: 3_600_000 }, ['GET / HTT', 'GET /who HTTP/1.1\r\nHost: HOST\r\nX-Slow: ']],
      [{ headers: 300, request: 300 }, [post]],
    ] as const
    for (const [limits, texts] of slow) {
      const patient = createServerBench({ limits })
      await patient.start()
      for (const text of texts) {
        const { answer } = await open(text.replace('HOST', `127.0.0.1:${patient.port()}`), patient.port())
        expect(await answer, text).toMatch(/^HTTP\/1.1 408 .*"code":"timeout"/s)
      }
      await patient.server.stop()
    }
  })

  it('with nothing at all, or between requests, is cut off', async () => {
    await strict.start()
    const silent = await open('')
    expect(await silent.answer).toMatch(/^(HTTP\/1.1 408|$)/)
    const idle = await open(`GET /who HTTP/1.1\r\nHost: 127.0.0.1:${strict.port()}\r\n\r\n`)
    expect(await idle.answer).toMatch(/^HTTP\/1.1 200/)
  })

  it('and is one too many finds nobody', async () => {
    await strict.start()
    const held = await Promise.all([open('G'), open('G'), open('G')])
    const tooMany = await open('GET / HTTP/1.1\r\n\r\n')
    expect(await tooMany.answer).toBe('')
    for (const { socket } of held) socket.destroy()
  })

  it('to answer the pings of its WebSocket is given up', async () => {
    await strict.start()
    const live = new WebSocket(`ws://127.0.0.1:${strict.port()}/live`, { autoPong: false })
    const [code, reason] = await once(live, 'close')
    expect([code, String(reason)]).toEqual([1008, 'a ping was not answered in time'])
    const awake = new WebSocket(`ws://127.0.0.1:${strict.port()}/live`)
    for (let pings = 0; pings < 4; pings += 1) await once(awake, 'ping')
    expect(awake.readyState).toBe(WebSocket.OPEN)
    awake.terminate()
  })

  it('speaks no HTTP, or too much of it, is told so', async () => {
    await strict.start()
    expect(await (await open('HELO mail.example\r\n\r\n')).answer).toMatch(
      /^HTTP\/1.1 400 .*"code":"invalid"/s,
    )
    const huge = `GET /who HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`
    expect(await (await open(huge)).answer).toMatch(/^HTTP\/1.1 431 .*"code":"limit"/s)
  })
})
