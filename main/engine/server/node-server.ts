import http from 'node:http'
import https from 'node:https'
import type { Certificate } from './certificate'

/** What one client may take of the server. */
export interface WebLimits {
  /** ms until all headers of a request must be there. */
  readonly headers: number
  /** ms until a whole request must be there. */
  readonly request: number
  /** ms that a connection is kept between requests. */
  readonly keepAlive: number
  /** Sockets at once; more are cut off. */
  readonly sockets: number
  /** ms until a WebSocket must have answered a ping. */
  readonly ping: number
}

export const webLimits: WebLimits = {
  headers: 10_000,
  request: 30_000,
  keepAlive: 10_000,
  sockets: 512,
  ping: 15_000,
}

/** How often Node looks for requests that take too long, ms. */
const CHECK_INTERVAL = 500

/** Node's server, plain or with TLS, that waits for nobody for ever. */
export function createNodeServer(
  listener: http.RequestListener,
  certificate: Certificate | null,
  limits: WebLimits,
): http.Server {
  const options = {
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.keepAlive,
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL, limits.headers),
  }
  const server = certificate
    ? https.createServer(
        { ...options, handshakeTimeout: limits.headers, key: certificate.key, cert: certificate.cert },
        listener,
      )
    : http.createServer(options, listener)
  server.maxConnections = limits.sockets
  return server
}
