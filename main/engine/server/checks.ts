import cors, { type FastifyCorsOptions } from '@fastify/cors'
import websocket from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { messageOf } from '../../../contract/errors'
import { refuse } from './error-replies'
import type { Guard } from './guard'
import type { RouteTable } from './route-table'
import type { WebApp } from './web-app'

const MESSAGE_BYTES = 1024 * 1024

/** What a client's bad frames and broken lines are called: no news for our log. */
const ofClients = /^(WS_ERR_|ECONNRESET|EPIPE)/

/** Everything that is decided about a request before its route sees it, in this order. */
export async function addChecks(
  { app, routes }: WebApp,
  guard: Guard,
  isClosing: () => boolean,
  log: (line: string) => void,
): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: MESSAGE_BYTES },
    errorHandler(error, socket) {
      const code = 'code' in error ? String(error.code) : ''
      if (!ofClients.test(code)) log(`a WebSocket failed: ${messageOf(error)}`)
      socket.close(1011, 'internal error')
    },
    preClose(done) {
      for (const client of this.websocketServer.clients) client.close(1001, 'the server is closing')
      this.websocketServer.close()
      done()
    },
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    })
    if (isClosing()) return refuse(reply, { status: 503, code: 'closed', message: 'The server is closing.' })
    return undefined
  })
  guard.checkSource(app)
  await app.register(cors, { delegator: (request, done) => done(null, corsFor(request, guard.origins)) })
  guard.checkToken(app)
  checkUpgrade(app, routes)
}

/** Only what is asked with both headers is a preflight; a route may answer other OPTIONS itself. */
function corsFor({ headers }: FastifyRequest, origins: readonly string[]): FastifyCorsOptions {
  const isPreflight = headers.origin !== undefined && headers['access-control-request-method'] !== undefined
  return {
    origin: [...origins],
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: ['Location', 'Link', 'ETag', 'Accept-Post', 'Accept-Patch', 'WWW-Authenticate'],
    preflight: isPreflight,
    maxAge: 600,
  }
}

const noWebSocket = {
  status: 400,
  code: 'invalid',
  message: 'This address takes no WebSockets and no other protocol than HTTP/1.1.',
  hint: 'Ask without an Upgrade header.',
} as const
const onlyWebSocket = {
  status: 426,
  code: 'invalid',
  message: 'This address takes WebSockets only.',
} as const
const noHandshake = {
  status: 400,
  code: 'invalid',
  message: 'This is no handshake of a WebSocket.',
  hint: 'Upgrade, Sec-WebSocket-Version and Sec-WebSocket-Key have to be as RFC 6455 section 4.1 says.',
} as const

/** Source: RFC 6455 section 4.2.1; what `ws` would refuse without a word that a machine can read. */
function isHandshake({ method, headers }: FastifyRequest): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    ['8', '13'].includes(String(headers['sec-websocket-version'])) &&
    /^[+/0-9a-z]{22}==$/i.test(headers['sec-websocket-key'] ?? '')
  )
}

/** A WebSocket where there is none, and a plain request where only WebSockets are taken. */
function checkUpgrade(app: FastifyInstance, routes: RouteTable): void {
  app.addHook('onRequest', async (request, reply) => {
    const isForWebSockets = routes.isWebSocket(request.routeOptions.url)
    if (request.is404 || !(request.ws || isForWebSockets)) return undefined
    if (!isForWebSockets) return refuse(reply, noWebSocket)
    if (isHandshake(request)) return undefined
    reply.headers({ Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13' })
    return refuse(reply, request.ws ? noHandshake : onlyWebSocket)
  })
}
