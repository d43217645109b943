import type { AddressInfo } from 'node:net'
import websocket from '@fastify/websocket'
import { monotonicClock } from '../../clock'
import {
  type SessionBench,
  type SessionBenchOptions,
  startSessionBench,
} from '../../sessions/testing/session-bench'
import type { Door } from '../doors'
import { webLimits } from '../node-server'
import { createWebApp } from '../web-app'

/** Doors alone, without the server's guard around them, to one handler in real threads. */
export async function startDoorBench(
  source: string,
  doors: readonly Door[],
  options: SessionBenchOptions = {},
) {
  const bench: SessionBench = await startSessionBench(options)
  const version = await bench.version(1, source)
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const { app } = createWebApp({ certificate: null, limits: webLimits, handlers: () => [], log })
  await app.register(websocket)
  app.register(async (inner) => {
    for (const door of doors)
      door(inner, {
        sessions: bench.sessions,
        clock: monotonicClock,
        reach: 'loopback',
        handlers: () => [],
        versionFor: () => version,
        log,
      })
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return {
    ...bench,
    app,
    version,
    /** What the doors have logged. */
    lines,
    origin: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      await bench.stop()
      await app.close()
    },
  }
}

export type DoorBench = Awaited<ReturnType<typeof startDoorBench>>
