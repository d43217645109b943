import type { AddressInfo } from 'node:net'
import { SoundcheckError } from '../../../contract/errors'
import type { ServerSettings } from '../../../contract/server'
import type { SessionClient } from '../../../contract/state'
import type { Sessions } from '../sessions/sessions'
import { allDoors } from './all-doors'
import { createCertificate } from './certificate'
import { addChecks } from './checks'
import type { Door, DoorMeans } from './doors'
import { createGuard } from './guard'
import { listenError } from './listen-error'
import { createLiveSockets } from './live-sockets'
import type { WebLimits } from './node-server'
import { isLoopback, urlsOf } from './own-addresses'
import { addStatusRoutes, type StatusMeans } from './status-routes'
import { createWebApp, type WebApp } from './web-app'

/** How long WebSockets and requests have to end when the server closes, ms. */
const CLOSE_GRACE = 500

export interface ListenerOptions extends Pick<DoorMeans, 'handlers' | 'clock' | 'log'> {
  readonly settings: ServerSettings
  readonly token: string | null
  readonly limits: WebLimits
  readonly sessions: Sessions
  readonly status: Pick<StatusMeans, 'version' | 'sessions' | 'sessionThreads'>
  /** The version for a handler that the address named, or for the root. Throws `not-found`. */
  readonly versionFor: (handlerId: string | undefined) => ReturnType<DoorMeans['versionFor']>
  /** Ends every session that came in from outside. */
  readonly endSessions: (reason: string) => Promise<void>
  /** Left out = all there are. */
  readonly doors?: readonly Door[]
}

export interface Listener {
  readonly urls: readonly string[]
  readonly fingerprint: string | null
  /** Ends its sessions, tells WebSockets, and then cuts off whoever is left. Idempotent. */
  close(reason: string): Promise<void>
}

/** Listens with these settings until it is closed. Throws `unavailable` when it cannot. */
export async function createListener(options: ListenerOptions): Promise<Listener> {
  const { settings, limits, log, endSessions } = options
  const certificate = settings.tls ? await createCertificate(settings.host) : null
  const web = createWebApp({ certificate, limits, handlers: options.handlers, log })
  const { app } = web
  let closing: Promise<void> | undefined
  const isClosing = (): boolean => closing !== undefined
  const port = (): number => (app.server.address() as AddressInfo).port
  const guard = createGuard({ settings, token: options.token, paths: web.paths, port })
  await addChecks(web, guard, isClosing, log)
  addDoors(web, options, isClosing)
  const sockets = createLiveSockets({
    server: app.server,
    webSockets: () => app.websocketServer,
    pingInterval: limits.ping,
  })
  try {
    // Fastify would listen at several addresses for a name of which all sockets but the first's are its own.
    await app.listen({
      host: settings.host === 'localhost' ? '127.0.0.1' : settings.host,
      port: settings.port,
    })
  } catch (thrown) {
    sockets.close()
    await app.close()
    throw listenError(settings, thrown)
  }

  async function close(reason: string): Promise<void> {
    await endSessions(reason)
    const cutOff = setTimeout(sockets.close, CLOSE_GRACE)
    await app.close()
    clearTimeout(cutOff)
    sockets.close()
    // Those that were opened by requests that had already been let in.
    await endSessions(reason)
  }

  return {
    urls: urlsOf(settings, port()),
    fingerprint: certificate?.fingerprint ?? null,
    close(reason) {
      closing ??= close(reason)
      return closing
    },
  }
}

function addDoors({ app, paths }: WebApp, options: ListenerOptions, isClosing: () => boolean): void {
  const { settings, clock, sessions, handlers, log } = options
  const listensSince = clock.now()
  const uptimeInS = (): number => (clock.now() - listensSince) / 1000
  const means: DoorMeans = {
    sessions: {
      ...sessions,
      async open(request) {
        if (isClosing()) throw new SoundcheckError('closed', 'The server is closing.')
        return sessions.open({ ...request, client: plainly(request.client) })
      },
    },
    clock,
    reach: isLoopback(settings.host) ? 'computer' : 'network',
    handlers,
    versionFor: (request) => options.versionFor(paths.of(request.raw).handlerId),
    log,
  }
  addStatusRoutes(app, { ...options.status, uptimeInS, handlers })
  for (const door of options.doors ?? allDoors) door(app, means)
}

/** A server at `::` sees clients with IPv4 under IPv6 addresses. */
function plainly(client: SessionClient): SessionClient {
  return { ...client, address: client.address?.replace(/^::ffff:(?=[\d.]+$)/i, '') ?? null }
}
