import type { FastifyInstance } from 'fastify'

interface Route {
  readonly methods: Set<string>
  /** null = not for plain requests. */
  readonly isWebSocket: boolean
}

/** `/whip/:id` and `/assets/*`, as the router means them. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+'
    return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.*')
  })
  return new RegExp(`^${parts.join('/')}$`)
}

/** Which addresses there are, whatever is asked of them: Fastify itself only knows them together with a method. */
export function createRouteTable(app: FastifyInstance) {
  const routes = new Map<string, Route & { readonly pattern: RegExp }>()

  app.addHook('onRoute', ({ url, method, websocket }) => {
    // The route of the preflights is for every address there might be.
    if (url === '*' || url === '/*') return
    const route = routes.get(url) ?? {
      methods: new Set(),
      isWebSocket: websocket === true,
      pattern: patternOf(url),
    }
    for (const one of Array.isArray(method) ? method : [method]) route.methods.add(one)
    routes.set(url, route)
  })

  return {
    /** The methods that this path takes; empty when there is no such path. */
    methodsOf(path: string): readonly string[] {
      const matching = [...routes.values()].filter(({ pattern }) => pattern.test(path))
      return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort()
    },
    isWebSocket: (url: string | undefined): boolean => routes.get(url ?? '')?.isWebSocket ?? false,
  }
}

export type RouteTable = ReturnType<typeof createRouteTable>
