import type { Arena, Attack } from './arena'
import { connect, exchange, faultOf, type PlainRequest, requestBytes } from './exchange'
import { brokenText, nastyJson, randomBytes, spoiledObject, spoiledSdp } from './nasty-values'

const JSON_TYPE = 'application/json'
const OFFER = '/webrtc/offer'
const paths = [
  '/',
  '/health',
  OFFER,
  '/input_hook',
  '/outputs',
  '/outputs?webrtc_id=nobody',
  '/whip',
  '/whep',
  '/whip/nobody',
  '/websocket/offer',
  '/telephone/incoming',
  '/telephone/handler',
  '/echo/webrtc/offer',
  '/nobody/webrtc/offer',
  '/__proto__/webrtc/offer',
  '/constructor/health',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/%',
  '/%00',
  '//webrtc//offer',
  `/${'a'.repeat(3000)}`,
]
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND']
const types = [
  JSON_TYPE,
  'application/sdp',
  'text/plain',
  'application/x-www-form-urlencoded',
  'x',
  '',
  'a/b;c=',
]

async function ask(arena: Arena, request: PlainRequest): Promise<string | null> {
  return faultOf(await exchange(arena.port, [requestBytes(arena.port, request)]), request.method)
}

async function offer(arena: Arena, id: string, body: string | Buffer): Promise<string | null> {
  try {
    return await ask(arena, { method: 'POST', path: OFFER, type: JSON_TYPE, body })
  } finally {
    // Some stay, so that limits are met.
    if (arena.random.next() < 0.9) await arena.kick(id)
  }
}

function offerOf(arena: Arena, sdp: string) {
  return { type: 'offer', webrtc_id: arena.newId(), sdp }
}

const candidateOf = (id: string) => ({
  type: 'ice-candidate',
  webrtc_id: id,
  candidate: {
    candidate: 'candidate:1 1 UDP 2122187007 127.0.0.1 50000 typ host',
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: 'abcd',
  },
})

/** Requests that are whole, but make no sense. */
export const httpAttacks: readonly Attack[] = [
  {
    name: 'any method, path, type and body',
    weight: 10,
    run(arena) {
      const { random } = arena
      const body = random.next() < 0.5 ? nastyJson(random) : randomBytes(random, random.whole(0, 300))
      const [method, path, type] = [random.pick(methods), random.pick(paths), random.pick(types)]
      // An event stream has no end of its own.
      if (method === 'GET' && path.startsWith('/outputs?')) return Promise.resolve(null)
      return ask(arena, { method, path, type, body })
    },
  },
  {
    name: 'broken JSON',
    weight: 6,
    run(arena) {
      const whole = JSON.stringify(offerOf(arena, arena.offer.slice(0, 300)))
      const body = brokenText(arena.random, whole)
      return ask(arena, { method: 'POST', path: arena.random.pick(paths), type: JSON_TYPE, body })
    },
  },
  {
    name: 'offer of wrong fields',
    weight: 8,
    run(arena) {
      const request = offerOf(arena, arena.offer)
      return offer(arena, request.webrtc_id, spoiledObject(arena.random, { ...request, inputs: { a: 1 } }))
    },
  },
  {
    name: 'spoiled SDP',
    weight: 12,
    run(arena) {
      const request = offerOf(arena, spoiledSdp(arena.random, arena.offer))
      return offer(arena, request.webrtc_id, JSON.stringify(request))
    },
  },
  {
    name: 'SDP of a megabyte',
    weight: 1,
    run(arena) {
      const length = arena.random.pick([190_000, 250_000, 1_000_000, 1_100_000])
      const line = `a=${'x'.repeat(98)}\r\n`
      const request = offerOf(arena, arena.offer + line.repeat(Math.ceil(length / line.length)))
      return offer(arena, request.webrtc_id, JSON.stringify(request))
    },
  },
  {
    name: 'SDP over WHIP and WHEP',
    weight: 5,
    run(arena) {
      const path = arena.random.pick(['/whip', '/whep', '/echo/whip', '/echo/whep'])
      const body = spoiledSdp(arena.random, arena.offer).slice(0, arena.random.pick([50, 500, 100_000]))
      return ask(arena, { method: 'POST', path, type: 'application/sdp', body })
    },
  },
  {
    name: 'candidates for nobody',
    weight: 5,
    run(arena) {
      const body = spoiledObject(arena.random, candidateOf(arena.newId()))
      return ask(arena, { method: 'POST', path: OFFER, type: JSON_TYPE, body })
    },
  },
  {
    name: 'flood of offers',
    weight: 1,
    async run(arena) {
      const requests = Array.from({ length: 20 }, () => offerOf(arena, arena.offer))
      const faults = await Promise.all(
        requests.map((one) =>
          ask(arena, { method: 'POST', path: OFFER, type: JSON_TYPE, body: JSON.stringify(one) }),
        ),
      )
      await Promise.all(requests.map(({ webrtc_id }) => arena.kick(webrtc_id)))
      return faults.find((fault) => fault !== null) ?? null
    },
  },
  {
    name: 'one id many times',
    weight: 1,
    async run(arena) {
      const body = JSON.stringify(offerOf(arena, arena.offer))
      const id = (JSON.parse(body) as { webrtc_id: string }).webrtc_id
      const ofOne = { method: 'POST', path: OFFER, type: JSON_TYPE, body }
      const faults = await Promise.all(Array.from({ length: 5 }, () => ask(arena, ofOne)))
      await arena.kick(id)
      return faults.find((fault) => fault !== null) ?? null
    },
  },
  {
    name: 'offer whose client is gone at once',
    weight: 3,
    async run(arena) {
      const body = JSON.stringify(offerOf(arena, arena.offer))
      const socket = await connect(arena.port)
      socket.write(requestBytes(arena.port, { method: 'POST', path: OFFER, type: JSON_TYPE, body }))
      await new Promise((resolve) => setTimeout(resolve, arena.random.whole(0, 40)))
      socket.destroy()
      return null
    },
  },
  {
    name: 'wrong Host and Origin',
    weight: 3,
    run(arena) {
      const { random } = arena
      const foreign = random.pick([
        'evil.example',
        'null',
        '127.0.0.1.evil.example',
        '\u00e9',
        'http://[::',
        '',
      ])
      const header = random.pick([
        'Origin',
        'Host',
        'X-Forwarded-Host',
        'Content-Length',
        'Transfer-Encoding',
      ])
      return ask(arena, { method: 'GET', path: '/health', headers: [`${header}: ${foreign}`] })
    },
  },
]
