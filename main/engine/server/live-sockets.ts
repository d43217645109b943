import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket, WebSocketServer } from 'ws'

export interface LiveSocketsOptions {
  readonly server: Server
  readonly webSockets: () => WebSocketServer
  /** A WebSocket whose other end has neither answered a ping nor said anything until the next is given up, ms. */
  readonly pingInterval: number
}

/** Every socket of a server, also those that Node's own list has let go of: upgraded ones. */
export function createLiveSockets({ server, webSockets, pingInterval }: LiveSocketsOptions) {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })

  const asked = new WeakSet<WebSocket>()
  const answered = new WeakSet<WebSocket>()

  /** Whoever still reads is told why. */
  function giveUp(one: WebSocket): void {
    if (one.readyState === one.OPEN) one.close(1008, 'a ping was not answered in time')
    one.terminate()
  }

  function ping(one: WebSocket): void {
    if (!asked.has(one)) for (const sign of ['pong', 'message']) one.on(sign, () => answered.add(one))
    else if (!answered.has(one)) giveUp(one)
    asked.add(one)
    answered.delete(one)
    if (one.readyState === one.OPEN) one.ping()
  }

  const pinging = setInterval(() => {
    for (const one of webSockets().clients) ping(one)
  }, pingInterval)
  pinging.unref()

  return {
    close(): void {
      clearInterval(pinging)
      for (const socket of sockets) socket.destroy()
    },
  }
}
