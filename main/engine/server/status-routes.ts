import type { FastifyInstance } from 'fastify'
import { handlerName } from '../../../contract/server'
import type { HandlerEntry } from '../../../contract/state'

export interface StatusMeans {
  /** Of the app; null where it is not known. */
  readonly version: string | null
  /** Seconds since the server listens. */
  readonly uptimeInS: () => number
  readonly handlers: () => readonly HandlerEntry[]
  /** Sessions that have not ended, whichever door they came through. */
  readonly sessions: () => number
  /** Threads beside the engine's own that do the work of some of them. */
  readonly sessionThreads: () => number
}

const asListed = ({ id, status, manifest }: HandlerEntry) => ({
  name: handlerName(id),
  title: manifest?.title ?? handlerName(id),
  modality: manifest?.modality ?? null,
  mode: manifest?.mode ?? null,
  // What clients of the WebSocket door have to send, and get.
  inputSampleRate: manifest?.inputSampleRate ?? null,
  outputSampleRate: manifest?.outputSampleRate ?? null,
  status,
})

/** What machines ask before they come in. */
export function addStatusRoutes(app: FastifyInstance, means: StatusMeans): void {
  app.get('/health', () => ({
    status: 'ok',
    version: means.version,
    uptimeInS: Math.round(means.uptimeInS()),
    handlers: means.handlers().length,
    sessions: means.sessions(),
    sessionThreads: means.sessionThreads(),
  }))
  app.get('/handlers', () => ({ handlers: means.handlers().map(asListed) }))
}
