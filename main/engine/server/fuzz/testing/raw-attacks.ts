import type { Attack } from './arena'
import { connect, exchange, faultOf, requestBytes } from './exchange'
import { randomBytes } from './nasty-values'

const POST = 'POST /webrtc/offer HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n'

/** What is no request, or never becomes one. */
export const rawAttacks: readonly Attack[] = [
  {
    name: 'bytes that are no HTTP',
    weight: 4,
    async run({ port, random }) {
      const bytes = [randomBytes(random, random.whole(1, 2000)), '\r\n\r\n']
      return faultOf(await exchange(port, bytes), 'GET')
    },
  },
  {
    name: 'huge headers',
    weight: 2,
    async run({ port, random }) {
      const big = 'x'.repeat(random.pick([8000, 16_000, 70_000]))
      const headers = Array.from({ length: random.whole(1, 4) }, (_, n) => `X-${n}: ${big}`)
      return faultOf(
        await exchange(port, [requestBytes(port, { method: 'GET', path: '/health', headers })]),
        'GET',
      )
    },
  },
  {
    name: 'two lengths, or chunks that are none',
    weight: 2,
    async run({ port, random }) {
      const ends = [
        'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc',
        'Transfer-Encoding: chunked\r\n\r\nzz\r\nabc',
        'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc',
        'Content-Length: -1\r\n\r\n',
        'Content-Length: 99999999999\r\n\r\n{}',
      ]
      return faultOf(await exchange(port, [`${POST}${random.pick(ends)}`]), 'POST')
    },
  },
  {
    name: 'half-open socket',
    weight: 2,
    async run(arena) {
      const socket = await connect(arena.port)
      const begun = ['', 'GET', POST, `${POST}Content-Length: 500\r\n\r\n{"type":`]
      socket.write(arena.random.pick(begun) || '\r')
      arena.keepOpen(socket)
      return null
    },
  },
  {
    name: 'slow body that is given up',
    weight: 2,
    async run({ port, random }) {
      const socket = await connect(port)
      socket.write(`${POST}Content-Length: 100000\r\n\r\n`)
      for (let n = 0; n < 5 && socket.writable; n += 1) {
        socket.write(randomBytes(random, 10))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      socket.destroy()
      return null
    },
  },
]
