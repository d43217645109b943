import http from 'node:http'
import { type ServerEntry, type ServerSettings, standardServer } from '../../../../contract/server'
import { type HandlerEntry, inThread } from '../../../../contract/state'
import { monotonicClock } from '../../clock'
import type { HandlerVersion } from '../../handler-version'
import type { Door } from '../doors'
import { type WebLimits, webLimits } from '../node-server'
import { createServer, type ServerOptions } from '../server'

export interface ServerBenchOptions {
  readonly doors?: readonly Door[]
  readonly limits?: Partial<WebLimits>
  readonly handlers?: readonly HandlerEntry[]
  readonly sessions?: ServerOptions['sessions']
  readonly sessionEntries?: ServerOptions['sessionEntries']
}

/** A handler of the list; `version` 0 = none has loaded. */
export function handlerOf(id: string, more: Partial<HandlerEntry> = {}): HandlerEntry {
  return {
    id,
    file: `/handlers/${id}`,
    status: 'ready',
    version: 1,
    versions: [],
    isolation: inThread,
    manifest: null,
    findings: [],
    loadedAt: 0,
    error: null,
    ...more,
  }
}

/** Tells for which handler a request is. */
export const whoDoor: Door = (app, { versionFor }) => {
  app.get('/who', (request) => ({ handler: versionFor(request).id }))
  app.post('/who', (request) => ({ handler: versionFor(request).id, body: request.body ?? null }))
}

/** The server on real sockets, with doors of the test's own; nobody ever opens a session in it. */
export function createServerBench(options: ServerBenchOptions = {}) {
  let handlers = options.handlers ?? [handlerOf('echo.ts'), handlerOf('band/tuner.ts')]
  const told: ServerEntry[] = []
  const lines: string[] = []
  const server = createServer({
    sessions: options.sessions ?? ({} as ServerOptions['sessions']),
    clock: monotonicClock,
    handlers: () => handlers,
    current: (id) =>
      handlers.some((one) => one.id === id && one.version > 0) ? ({ id } as HandlerVersion) : undefined,
    sessionEntries: options.sessionEntries ?? (() => []),
    onChanged: (entry) => void told.push(entry),
    log: (line) => void lines.push(line),
    version: '1.2.3',
    limits: { ...webLimits, ...options.limits },
    doors: options.doors ?? [whoDoor],
  })
  const port = (): number => Number(new URL(server.entry().urls[0] ?? 'http://nowhere').port)

  return {
    server,
    told,
    lines,
    port,
    start: (settings: Partial<ServerSettings> = {}) =>
      server.start({ ...standardServer, port: 0, ...settings }),
    setHandlers(next: readonly HandlerEntry[]): void {
      handlers = next
      server.handlersChanged()
    },
    /** One request over a connection of its own, to 127.0.0.1 whatever the Host header says. */
    ask: (path: string, asked: Asked = {}) => ask(port(), path, asked),
  }
}

export interface Asked {
  readonly method?: string
  readonly headers?: http.OutgoingHttpHeaders
  readonly body?: string
  /** Where to connect to. */
  readonly host?: string
}

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  /** Of a body in JSON; null when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into it
  readonly json: any
}

export function ask(
  port: number,
  path: string,
  { method = 'GET', headers, body, host }: Asked,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: host ?? '127.0.0.1', port, path, method, headers, agent: false }
    const request = http.request(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => {
        const isJson = response.headers['content-type']?.startsWith('application/json') && text
        const json = isJson ? JSON.parse(text) : null
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
