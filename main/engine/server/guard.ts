import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerSettings } from '../../../contract/server'
import { isToken, tokensIn } from './access-token'
import { type Refusal, refuse } from './error-replies'
import type { HandlerPaths } from './handler-paths'
import { hostsOf, inUrl, isLoopback } from './own-addresses'

export interface GuardOptions {
  readonly settings: ServerSettings
  /** null = nothing is asked for. */
  readonly token: string | null
  readonly paths: HandlerPaths
  /** The one that it listens at. */
  readonly port: () => number
}

const wrongHost: Refusal = {
  status: 421,
  code: 'invalid',
  message: 'This server is not known under the name in the Host header.',
  hint: "Use one of the addresses that the app shows. For a tunnel or a proxy add its address to the server's allowed origins.",
}
const foreignOrigin: Refusal = {
  status: 403,
  code: 'invalid',
  message: 'Pages of this origin may not use the server.',
  hint: "Add the origin of the page (as http://localhost:3000) to the server's allowed origins.",
}
const noToken: Refusal = {
  status: 401,
  code: 'invalid',
  message: 'The token is missing or wrong.',
  hint: 'Open the link that the app shows, or send the header "Authorization: Bearer TOKEN".',
}

/** The host and port of a Host header in lower case, the port left out where it is the standard one; null = malformed. */
function normalHost(scheme: string, header: string | undefined): string | null {
  if (!header || !/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(header)) return null
  return URL.canParse(`${scheme}://${header}`) ? new URL(`${scheme}://${header}`).host : null
}

/** Whom the server lets in: by the name it was called, the page that called, and the token. */
export function createGuard({ settings, token, paths, port }: GuardOptions) {
  const scheme = settings.tls ? 'https' : 'http'
  const origins = settings.allowedOrigins.map((origin) => new URL(origin).origin)
  // What the person allows as the origin of a page is also a name that nobody else can point here.
  const proxied = new Set(origins.map((origin) => new URL(origin).host))
  const isOurs = (host: string): boolean =>
    hostsOf(settings.host).some((one) => normalHost(scheme, `${inUrl(one)}:${port()}`) === host)
  const cookieName = () => `soundcheck-token-${port()}`

  /** A foreign name that was made to point here: DNS rebinding. */
  function hostRefusal(request: FastifyRequest): Refusal | null {
    const host = normalHost(scheme, request.headers.host)
    return host !== null && (isOurs(host) || proxied.has(host)) ? null : wrongHost
  }

  function originRefusal({ headers }: FastifyRequest): Refusal | null {
    const { origin, host } = headers
    if (origin === undefined || origins.includes(origin)) return null
    return origin === `${scheme}://${normalHost(scheme, host)}` ? null : foreignOrigin
  }

  /** Through a tunnel to a loopback address anybody may come. */
  function asksFor({ headers }: FastifyRequest): string | null {
    if (!isLoopback(settings.host)) return token
    const host = normalHost(scheme, headers.host)
    return host !== null && isOurs(host) ? null : token
  }

  function tokenRefusal(request: FastifyRequest, reply: FastifyReply): Refusal | null {
    const asked = asksFor(request)
    if (asked === null) return null
    const { token: inQuery } = request.query as { readonly token?: unknown }
    const given = tokensIn({
      headers: request.headers,
      inQuery: typeof inQuery === 'string' ? inQuery : undefined,
      inPath: paths.of(request.raw).token,
      cookieName: cookieName(),
    })
    if (!given.some((one) => isToken(asked, one))) {
      reply.header('WWW-Authenticate', 'Bearer realm="Soundcheck"')
      return noToken
    }
    if (typeof inQuery === 'string' && isToken(asked, inQuery)) setCookie(reply, inQuery)
    return null
  }

  /** For what the page asks for after it, which has no query of its own. */
  function setCookie(reply: FastifyReply, value: string): void {
    const secure = settings.tls ? '; Secure' : ''
    reply.header('Set-Cookie', `${cookieName()}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}`)
  }

  return {
    origins,
    /** To be added before CORS, which answers preflights: they have no token. */
    checkSource(app: FastifyInstance): void {
      app.addHook('onRequest', async (request, reply) => {
        const refusal = hostRefusal(request) ?? originRefusal(request)
        if (refusal) return refuse(reply, refusal)
        // Chromium asks when a public page calls a private address. Source: WICG Private Network Access.
        if (request.headers['access-control-request-private-network'] === 'true')
          reply.header('Access-Control-Allow-Private-Network', 'true')
        return undefined
      })
    },
    checkToken(app: FastifyInstance): void {
      app.addHook('onRequest', async (request, reply) => {
        const refusal = tokenRefusal(request, reply)
        return refusal ? refuse(reply, refusal) : undefined
      })
    },
  }
}

export type Guard = ReturnType<typeof createGuard>
