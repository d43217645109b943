import type { FastifyRequest } from 'fastify'

/** The parts of a request that its stream's address is made of. */
export type IncomingCall = Pick<FastifyRequest, 'headers' | 'host' | 'originalUrl' | 'protocol' | 'query'>

/** An address of a machine, not a name that a tunnel or a proxy was given. */
const isLocal = (host: string): boolean => /^(localhost|[\d.]+|\[[\da-f:.]+\])(:\d+)?$/i.test(host)

/** A proxy in front of us speaks TLS, which Twilio demands; what answers it directly knows better. */
function isSecure({ protocol, headers, host }: IncomingCall): boolean {
  return protocol === 'https' || /^https\b/.test(String(headers['x-forwarded-proto'])) || !isLocal(host)
}

/**
 * The WebSocket beside `/telephone/incoming`, under the name by which we were called. Twilio drops the query of such an
 * address, so a token that came in one goes into the path.
 */
export function streamUrl(call: IncomingCall): string {
  const path = call.originalUrl.replace(/\?.*$/s, '').replace(/\/incoming$/, '/handler')
  const { token } = call.query as { readonly token?: unknown }
  const withToken =
    typeof token === 'string' && !path.startsWith('/~') ? `/~${encodeURIComponent(token)}` : ''
  const secure = isSecure(call)
  const host = secure ? call.host.replace(/:443$/, '') : call.host
  return `${secure ? 'wss' : 'ws'}://${host}${withToken}${path}`
}
