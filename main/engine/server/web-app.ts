import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { messageOf } from '../../../contract/errors'
import { handlerName } from '../../../contract/server'
import type { HandlerEntry } from '../../../contract/state'
import type { Certificate } from './certificate'
import { addContentTypes } from './content-types'
import { errorBody, refusalOf, refuse } from './error-replies'
import { createHandlerPaths, type HandlerPaths } from './handler-paths'
import { createNodeServer, type WebLimits } from './node-server'
import { refuseMalformed } from './refuse-malformed'
import { createRouteTable, type RouteTable } from './route-table'

const BODY_BYTES = 1024 * 1024

export interface WebAppOptions {
  readonly certificate: Certificate | null
  readonly limits: WebLimits
  readonly handlers: () => readonly HandlerEntry[]
  readonly log: (line: string) => void
}

/** The server without any doors: what it takes for a request, and how it refuses. */
export function createWebApp({ certificate, limits, handlers, log }: WebAppOptions) {
  // Fastify wants to know how to rewrite addresses before there are routes to compare them with.
  let paths: HandlerPaths | undefined
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    serverFactory: (listener) => createNodeServer(listener, certificate, limits),
    rewriteUrl: (request) => paths?.rewrite(request) ?? '/',
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (error, _request, reply) => void refuse(reply, refusalOf(error)),
  })
  const routes = createRouteTable(app)
  paths = createHandlerPaths(routes, handlers)
  addContentTypes(app)
  app.setErrorHandler((thrown, request, reply) => {
    const refusal = refusalOf(thrown)
    if (refusal.status === 500) log(`${request.method} ${request.routeOptions.url}: ${describe(thrown)}`)
    return refuse(reply, refusal)
  })
  app.setNotFoundHandler((request, reply) => refuseUnknown(request, reply, routes, handlers))
  return { app, routes, paths }
}

export type WebApp = ReturnType<typeof createWebApp>

function describe(thrown: unknown): string {
  return thrown instanceof Error && thrown.stack ? thrown.stack : messageOf(thrown)
}

const pathOf = (url: string): string => url.replace(/\?.*$/s, '')

function refuseUnknown(
  request: FastifyRequest,
  reply: Parameters<typeof refuse>[0],
  routes: RouteTable,
  handlers: WebAppOptions['handlers'],
) {
  const methods = routes.methodsOf(pathOf(request.url))
  if (methods.length > 0) {
    reply.header('Allow', methods.join(', '))
    const message = `This address does not take ${request.method}.`
    return refuse(reply, { status: 405, code: 'invalid', message, hint: `It takes ${methods.join(', ')}.` })
  }
  const names = handlers().map(({ id }) => handlerName(id))
  const hint = `Handlers are addressed as /NAME/…: ${names.join(', ') || 'there is none yet'}.`
  const message = 'There is nothing at this address, and no handler of that name.'
  return reply.code(404).send({ ...errorBody({ code: 'not-found', message, hint }), handlers: names })
}
