import { once } from 'node:events'
import { hostname } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { Door } from './doors'
import { createServerBench, whoDoor } from './testing/server-bench'

const liveDoor: Door = (app) => {
  app.get('/live', { websocket: true }, (socket) => socket.send('welcome'))
}
const bench = createServerBench({ doors: [whoDoor, liveDoor] })
afterEach(() => bench.server.stop())

const statusOf = async (headers: Record<string, string>, path = '/who'): Promise<number> =>
  (await bench.ask(path, { headers })).status

/** 'open', or the status of the refusal. */
async function knock(path: string, headers: Record<string, string> = {}): Promise<'open' | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${bench.port()}${path}`, { headers })
  const opened = once(socket, 'message').then(() => 'open' as const)
  const refused = new Promise<number>((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
  })
  // What ends a refused socket is no news.
  socket.on('error', () => undefined)
  const outcome = await Promise.race([opened.catch(() => 0), refused])
  socket.terminate()
  return outcome
}

describe('the Host header', () => {
  it('of a loopback server is one of its own names, with its port', async () => {
    await bench.start()
    const port = bench.port()
    for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])
      expect(await statusOf({ host: `${host}:${port}` }), host).toBe(200)
    const foreign = [
      `rebound.example:${port}`,
      `127.0.0.1.rebound.example:${port}`,
      `localhost.rebound.example:${port}`,
      `127.0.0.1:${port + 1}`,
      '127.0.0.1',
      `${hostname()}:${port}`,
      `a@127.0.0.1:${port}`,
      `127.0.0.1:${port}/x`,
      '::1',
    ]
    for (const host of foreign) expect(await statusOf({ host }), host).toBe(421)
    expect((await bench.ask('/who', { headers: { host: 'rebound.example' } })).json.error.hint).toContain(
      'tunnel',
    )
  })

  it('is checked before anything else, also for WebSockets and for what is not there', async () => {
    await bench.start()
    expect(await knock('/live')).toBe('open')
    expect(await knock('/live', { host: `rebound.example:${bench.port()}` })).toBe(421)
    expect(await statusOf({ host: 'rebound.example' }, '/nothing')).toBe(421)
  })

  it('of a server for the network may also name the computer', async () => {
    await bench.start({ host: '0.0.0.0' })
    const authorization = `Bearer ${bench.server.entry().token}`
    const named = `${hostname()}:${bench.port()}`
    expect(await statusOf({ host: named, authorization })).toBe(200)
    expect(await statusOf({ host: `rebound.example:${bench.port()}`, authorization })).toBe(421)
  })

  it('may be that of a tunnel that the person allows; then the token is asked for, but not of this computer', async () => {
    await bench.start({ allowedOrigins: ['https://tunnel.example', 'http://localhost:3000'] })
    const { token } = bench.server.entry()
    expect(await statusOf({})).toBe(200)
    expect(await statusOf({ host: 'tunnel.example' })).toBe(401)
    expect(await statusOf({ host: 'tunnel.example', authorization: `Bearer ${token}` })).toBe(200)
    expect(await statusOf({ host: 'other.example', authorization: `Bearer ${token}` })).toBe(421)
  })
})

describe('the Origin header', () => {
  const allowed = 'http://localhost:3000'

  it('is the own one or an allowed one; a client without is no browser', async () => {
    await bench.start({ allowedOrigins: [`${allowed}/some/page`] })
    const own = `http://127.0.0.1:${bench.port()}`
    for (const origin of [own, allowed]) {
      expect(await statusOf({ origin }), origin).toBe(200)
      expect(await knock('/live', { origin }), origin).toBe('open')
    }
    const foreign = [
      'https://evil.example',
      'null',
      `https://127.0.0.1:${bench.port()}`,
      `http://localhost:${bench.port()}`,
    ]
    for (const origin of [...foreign, `${allowed}0`, '']) {
      expect(await statusOf({ origin }), origin).toBe(403)
      expect(await knock('/live', { origin }), origin).toBe(403)
    }
  })

  it('of a foreign page opens nothing by a preflight', async () => {
    await bench.start({ allowedOrigins: [allowed] })
    const preflight = (origin: string) =>
      bench.ask('/echo/who', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
          'access-control-request-private-network': 'true',
        },
      })
    const foreign = await preflight('https://evil.example')
    expect(foreign.status).toBe(403)
    expect(Object.keys(foreign.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(await preflight(allowed)).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': allowed,
        'access-control-allow-methods': expect.stringContaining('PATCH'),
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-allow-private-network': 'true',
        vary: expect.stringContaining('Origin'),
      },
    })
  })

  it('of an allowed page may read what it is answered, also a refusal', async () => {
    await bench.start({ allowedOrigins: [allowed] })
    for (const path of ['/who', '/nothing'])
      expect(
        (await bench.ask(path, { headers: { origin: allowed } })).headers['access-control-allow-origin'],
      ).toBe(allowed)
    for (const headers of [{}, { origin: `http://127.0.0.1:${bench.port()}` }])
      expect((await bench.ask('/who', { headers })).headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('the token', () => {
  it('is not asked for on a loopback address', async () => {
    await bench.start({ host: 'localhost' })
    expect(bench.server.entry().token).toBeNull()
    expect(await statusOf({})).toBe(200)
  })

  it('is asked for on any other, by every address, and is another one each time', async () => {
    await bench.start({ host: '0.0.0.0' })
    const { token } = bench.server.entry()
    expect(Buffer.from(token ?? '', 'base64url').length).toBeGreaterThanOrEqual(16)
    const { status, headers, json } = await bench.ask('/who')
    expect([status, headers['www-authenticate'], json.error.code]).toEqual([
      401,
      'Bearer realm="Soundcheck"',
      'invalid',
    ])
    for (const path of ['/health', '/handlers', '/nothing', '/echo/who'])
      expect(await statusOf({}, path), path).toBe(401)
    expect(await knock('/live')).toBe(401)
    await bench.start({ host: '0.0.0.0' })
    expect(bench.server.entry().token).not.toBe(token)
  })

  it('is taken from the header, the query, the path and the cookie, and from nowhere when it is wrong', async () => {
    await bench.start({ host: '0.0.0.0' })
    const right = bench.server.entry().token ?? ''
    const cookieName = `soundcheck-token-${bench.port()}`
    const forms = (token: string): readonly [path: string, headers: Record<string, string>][] => [
      ['/live', { authorization: `Bearer ${token}` }],
      [`/live?a=b&token=${token}`, {}],
      [`/~${token}/echo/live`, {}],
      ['/live', { cookie: `a=b; ${cookieName}=${token}` }],
    ]
    const wrong = [`${right}A`, right.slice(1), right.toLowerCase(), 'null', '']
    for (const [path, headers] of forms(right)) expect(await knock(path, headers), path).toBe('open')
    for (const token of wrong)
      for (const [path, headers] of forms(token)) expect(await knock(path, headers), path).toBe(401)
    expect(await knock(`/live?token=x&token=${right}`)).toBe(401)
    expect((await bench.ask(`/~${right}/band/tuner/who`)).json.handler).toBe('band/tuner.ts')
  })

  it('in a link becomes a cookie for what the page asks for after it', async () => {
    await bench.start({ host: '0.0.0.0' })
    const { token } = bench.server.entry()
    const { headers } = await bench.ask(`/who?token=${token}`)
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(await statusOf({ cookie: cookie.split(';')[0] ?? '' })).toBe(200)
    expect((await bench.ask('/who?token=wrong')).headers['set-cookie']).toBeUndefined()
  })

  it('is told to nobody: no answer and no line of the log has it', async () => {
    await bench.start({ host: '0.0.0.0' })
    const token = bench.server.entry().token ?? 'none'
    for (const path of [`/nothing?token=${token}`, `/~${token}/nothing`, `/%zz?token=${token}`]) {
      const { text, status } = await bench.ask(path, { method: 'POST' })
      expect(status).toBeGreaterThanOrEqual(400)
      expect(text).not.toContain(token)
    }
    expect(bench.lines.join('\n')).not.toContain(token)
  })
})
