import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Arena, Attack } from './arena'
import { connect } from './exchange'
import { brokenText, nastyJson, randomBytes, spoiledObject } from './nasty-values'

const paths = ['/websocket/offer', '/telephone/handler', '/echo/websocket/offer', '/echo/telephone/handler']
/** ms in which a socket must be open, or refused; and closed when it is asked to. */
const PATIENCE = 15_000

/** Opens it; null when it was refused, which is an answer, too. */
async function open(arena: Arena): Promise<WebSocket | null> {
  const socket = new WebSocket(`ws://127.0.0.1:${arena.port}${arena.random.pick(paths)}`, {
    handshakeTimeout: PATIENCE,
  })
  // A refused or broken connection is what is asked for here: `close` follows.
  socket.on('error', () => undefined)
  await Promise.race([once(socket, 'open'), once(socket, 'close')])
  return socket.readyState === WebSocket.OPEN ? socket : null
}

async function closeOf(socket: WebSocket): Promise<string | null> {
  if (socket.readyState === WebSocket.CLOSED) return null
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('a WebSocket was not closed when it was asked to'), PATIENCE)
  })
  const closed = once(socket, 'close').then(() => null)
  socket.close()
  try {
    return await Promise.race([closed, late])
  } finally {
    clearTimeout(timer)
    socket.terminate()
  }
}

function startOf(id: string): readonly string[] {
  return [
    JSON.stringify({ event: 'start', websocket_id: id }),
    JSON.stringify({
      event: 'start',
      streamSid: id,
      start: { streamSid: id, callSid: 'c', customParameters: {} },
    }),
  ]
}

function anyEvent({ random }: Arena): string {
  const payload = randomBytes(random, random.pick([0, 1, 160, 5000])).toString('base64')
  const event = random.pick(['start', 'media', 'stop', 'ping', 'mark', 'dtmf', 'connected', '__proto__', 'x'])
  const members = {
    event,
    websocket_id: 'a',
    streamSid: 'a',
    media: { payload, track: 'inbound', timestamp: '5' },
    start: { streamSid: 'a' },
    mark: { name: 'm' },
    dtmf: { digit: '#' },
  }
  return spoiledObject(random, members)
}

function anyData(arena: Arena): string | Buffer {
  const { random } = arena
  const kind = random.whole(0, 5)
  if (kind === 0) return randomBytes(random, random.whole(0, 500))
  if (kind === 1) return nastyJson(random)
  if (kind === 2) return brokenText(random, anyEvent(arena)).toString('latin1')
  return anyEvent(arena)
}

async function talk(arena: Arena, texts: readonly (string | Buffer)[], id: string): Promise<string | null> {
  const socket = await open(arena)
  if (!socket) return null
  for (const text of texts) {
    if (socket.readyState !== WebSocket.OPEN) break
    socket.send(text)
    if (arena.random.next() < 0.3) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const fault = await closeOf(socket)
  await arena.kick(id)
  return fault
}

const several = (arena: Arena) => Array.from({ length: arena.random.whole(1, 20) }, () => anyData(arena))

/** An upgrade by hand, so that what follows need not be frames. */
const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]

export const socketAttacks: readonly Attack[] = [
  {
    name: 'WebSocket without a start',
    weight: 5,
    run: (arena) => talk(arena, several(arena), ''),
  },
  {
    name: 'WebSocket that starts and talks nonsense',
    weight: 4,
    run(arena) {
      const id = arena.newId()
      return talk(arena, [...startOf(id), ...several(arena)], id)
    },
  },
  {
    name: 'bytes that are no WebSocket frames',
    weight: 3,
    async run(arena) {
      const socket = await connect(arena.port)
      const path = arena.random.pick(paths)
      const head = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${arena.port}`, ...UPGRADE].join('\r\n')
      socket.resume()
      socket.write(`${head}\r\n\r\n`)
      socket.write(randomBytes(arena.random, arena.random.whole(1, 500)))
      await new Promise((resolve) => setTimeout(resolve, 50))
      socket.destroy()
      return null
    },
  },
  {
    name: 'WebSocket whose client is gone',
    weight: 2,
    async run(arena) {
      const socket = await open(arena)
      if (!socket) return null
      const id = arena.newId()
      for (const text of startOf(id)) socket.send(text)
      await new Promise((resolve) => setTimeout(resolve, arena.random.whole(0, 30)))
      socket.terminate()
      return null
    },
  },
  {
    name: 'a message of two megabytes',
    weight: 1,
    run: (arena) => talk(arena, ['x'.repeat(2 * 1024 * 1024)], ''),
  },
]
