import type { IncomingMessage } from 'node:http'
import { handlerName } from '../../../contract/server'
import type { HandlerEntry } from '../../../contract/state'
import type { RouteTable } from './route-table'

/** What an address said beside the route that it leads to. */
export interface Addressed {
  /** The handler that its path named. */
  readonly handlerId?: string
  /** The token that its path began with: `/~TOKEN/…`. */
  readonly token?: string
}

interface Split {
  readonly handlerId: string
  readonly rest: string
}

/** `/a%2Fb/c` -> ['a/b', 'c']; null when it is not properly encoded. */
function segmentsOf(path: string): string[] | null {
  try {
    return path.slice(1).split('/').map(decodeURIComponent)
  } catch (thrown) {
    if (thrown instanceof URIError) return null
    throw thrown
  }
}

function named(handlers: readonly HandlerEntry[], name: string): HandlerEntry | undefined {
  return handlers.find(({ id }) => handlerName(id) === name) ?? handlers.find(({ id }) => id === name)
}

/**
 * Takes handlers' names out of addresses. An address that is a route as it stands is left alone: a handler whose name is that of a
 * door does not hide the door.
 */
export function createHandlerPaths(routes: RouteTable, handlers: () => readonly HandlerEntry[]) {
  const addressed = new WeakMap<IncomingMessage, Addressed>()

  /** The longest beginning of the path that is a handler's name, and has a route after it where one has. */
  function split(path: string): Split | null {
    const segments = segmentsOf(path)
    if (!segments) return null
    const raw = path.slice(1).split('/')
    const all = handlers()
    const deepest = Math.max(0, ...all.map(({ id }) => id.split('/').length))
    let longest: Split | null = null
    for (let count = Math.min(deepest, segments.length); count > 0; count -= 1) {
      const handler = named(all, segments.slice(0, count).join('/'))
      if (!handler) continue
      const found = { handlerId: handler.id, rest: `/${raw.slice(count).join('/')}` }
      if (routes.methodsOf(found.rest).length > 0) return found
      longest ??= found
    }
    return longest
  }

  return {
    /** For Fastify's `rewriteUrl`. */
    rewrite(request: IncomingMessage): string {
      const [, given = '/', query = ''] = /^([^?]*)(.*)$/s.exec(request.url ?? '/') ?? []
      const withToken = /^\/~([\w-]+)(\/.*)?$/s.exec(given)
      const path = withToken ? (withToken[2] ?? '/') : given
      const found = routes.methodsOf(path).length > 0 ? null : split(path)
      addressed.set(request, {
        ...(withToken?.[1] === undefined ? {} : { token: withToken[1] }),
        ...(found ? { handlerId: found.handlerId } : {}),
      })
      return (found ? found.rest : path) + query
    },
    of: (request: IncomingMessage): Addressed => addressed.get(request) ?? {},
  }
}

export type HandlerPaths = ReturnType<typeof createHandlerPaths>
