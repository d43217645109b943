import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createServerBench, handlerOf } from './testing/server-bench'

const broken = {
  code: 'compile' as const,
  message: 'Unexpected "}"',
}
const handlers = [
  handlerOf('echo.ts'),
  handlerOf('band.ts'),
  handlerOf('band/tuner.ts'),
  handlerOf('über uns/q?.ts'),
  handlerOf('who.ts'),
  handlerOf('bad.ts', { version: 0, status: 'broken', error: broken }),
]

describe('addresses of handlers', () => {
  const bench = createServerBench({ handlers })
  beforeEach(() => bench.start())
  afterEach(() => bench.server.stop())
  const whoIs = async (path: string) => (await bench.ask(path)).json.handler

  it('name the handler before the route; the longest name counts', async () => {
    expect(await whoIs('/echo/who')).toBe('echo.ts')
    expect(await whoIs('/band/who')).toBe('band.ts')
    expect(await whoIs('/band/tuner/who?a=/b')).toBe('band/tuner.ts')
    expect(await whoIs('/band%2Ftuner/who')).toBe('band/tuner.ts')
    expect(await whoIs('/echo.ts/who')).toBe('echo.ts')
  })

  it('are percent-encoded', async () => {
    expect(await whoIs(`/${encodeURIComponent('über uns/q?')}/who`)).toBe('über uns/q?.ts')
    expect((await bench.ask('/%E0%A4%A/who')).status).toBe(400)
  })

  it('of a handler that is called as a route leave the route where it was', async () => {
    expect(await whoIs('/who')).toBe('band.ts')
    expect(await whoIs('/who/who')).toBe('who.ts')
  })

  it('without a name are for the selected handler, else for the first by name that runs', async () => {
    expect(await whoIs('/who')).toBe('band.ts')
    bench.server.select('echo.ts')
    expect(await whoIs('/who')).toBe('echo.ts')
    expect(bench.server.entry().selected).toBe('echo.ts')
    bench.setHandlers(handlers.filter(({ id }) => id !== 'echo.ts'))
    expect(bench.server.entry().selected).toBeNull()
    expect(await whoIs('/who')).toBe('band.ts')
    bench.setHandlers(handlers)
  })

  it('that name nobody are not found, with the names that there are', async () => {
    const { status, json } = await bench.ask('/nobody/who')
    expect(status).toBe(404)
    expect(json.error.code).toBe('not-found')
    expect(json.handlers).toContain('band/tuner')
  })

  it('of a handler that does not run say why', async () => {
    const { status, json } = await bench.ask('/bad/who')
    expect(status).toBe(404)
    expect(json.error.message).toContain('Unexpected "}"')
  })

  it('of what is not there cannot be selected', () => {
    expect(() => bench.server.select('nobody.ts')).toThrow('there is no handler nobody.ts')
  })
})

describe('a refusal', () => {
  const bench = createServerBench({
    handlers,
    doors: [
      (app, { versionFor }) => {
        app.post('/who', (request) => ({ handler: versionFor(request).id, body: request.body ?? null }))
        app.get('/things/:id', () => ({}))
        app.delete('/things/:id', () => ({}))
        app.get('/live', { websocket: true }, (socket) => socket.close())
        app.get('/defect', () => {
          throw new TypeError('undefined is not a function')
        })
      },
    ],
  })
  beforeEach(() => bench.start())
  afterEach(() => bench.server.stop())
  const post = (type: string, body: string) =>
    bench.ask('/who', { method: 'POST', headers: { 'content-type': type }, body })

  it('of malformed JSON is a 400', async () => {
    for (const body of ['{"a":', '', '{"__proto__":{}}', '\u0000']) {
      const { status, json } = await post('application/json', body)
      expect([status, json.error.code]).toEqual([400, 'invalid'])
    }
  })

  it('of a body over 1 MiB is a 413, of an unknown content type a 415', async () => {
    expect(await post('application/json', ' '.repeat(1024 * 1024 + 1))).toMatchObject({
      status: 413,
      json: { error: { code: 'limit' } },
    })
    expect(await post('image/png', 'x')).toMatchObject({
      status: 415,
      json: { error: { hint: expect.stringContaining('application/sdp') } },
    })
  })

  it('of a wrong method is a 405 that allows the right ones', async () => {
    const { status, headers, json } = await bench.ask('/echo/things/5', { method: 'PATCH' })
    expect([status, headers.allow]).toEqual([405, 'DELETE, GET, HEAD'])
    expect(json.error.hint).toContain('DELETE')
  })

  it('of a plain request for a WebSocket is a 426', async () => {
    const { status, headers } = await bench.ask('/live')
    expect([status, headers.upgrade]).toEqual([426, 'websocket'])
  })

  it('of a WebSocket where there is none, and of what is no handshake, has a body too', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket' }
    const key = { 'sec-websocket-version': '13', 'sec-websocket-key': 'MTIzNDU2Nzg5MDEyMzQ1Ng==' }
    const refusals = [
      ['/things/5', { ...upgrade, ...key }],
      ['/nothing', { ...upgrade, ...key }],
      ['/live', { ...upgrade }],
      ['/live', { ...upgrade, ...key, 'sec-websocket-key': 'short' }],
      ['/live', { ...upgrade, ...key, 'sec-websocket-version': '7' }],
      ['/live', { ...upgrade, ...key, upgrade: 'h2c' }],
    ] as const
    for (const [path, headers] of refusals) {
      const { status, json } = await bench.ask(path, { headers })
      expect([path, status, json.error.code]).toEqual([
        path,
        path === '/nothing' ? 404 : 400,
        expect.any(String),
      ])
    }
  })

  it('that is a defect of ours is a 500 that tells the log what, and the client nothing', async () => {
    const { status, text } = await bench.ask('/defect?token=secret')
    expect([status, text.includes('function')]).toEqual([500, false])
    expect(bench.lines.join()).toContain('undefined is not a function')
    expect(bench.lines.join()).not.toContain('secret')
  })

  it('does not befall JSON, SDP and forms', async () => {
    expect((await post('application/json; charset=utf-8', '{"a":1}')).json.body).toEqual({ a: 1 })
    expect((await post('application/sdp', 'v=0\r\n')).json.body).toBe('v=0\r\n')
    expect((await post('application/x-www-form-urlencoded', 'CallSid=a%20b&To=+1')).json.body).toEqual({
      CallSid: 'a b',
      To: ' 1',
    })
  })
})

describe('what machines ask first', () => {
  const bench = createServerBench({ handlers })
  beforeEach(() => bench.start())
  afterEach(() => bench.server.stop())

  it('is answered with the health of the server', async () => {
    expect((await bench.ask('/health')).json).toEqual({
      status: 'ok',
      version: '1.2.3',
      uptimeInS: 0,
      handlers: handlers.length,
      sessions: 0,
      sessionThreads: 0,
    })
  })

  it('is answered with the list of handlers, in the order of their names', async () => {
    const { json } = await bench.ask('/handlers')
    expect(json.handlers.map(({ name }: { name: string }) => name)).toEqual([
      'bad',
      'band',
      'band/tuner',
      'echo',
      'who',
      'über uns/q?',
    ])
    expect(json.handlers[0]).toMatchObject({ status: 'broken', modality: null })
  })
})
