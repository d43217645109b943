import type { SeededRandom } from '../../../../../scripts/faults/soak/seeded-random'
import type { Arena, Attack } from './arena'
import { nastyJson, randomBytes } from './nasty-values'

const STUN_COOKIE = 0x2112a442
const MOST_BYTES = 1200

/** The first bytes by which receivers tell protocols apart. Source: RFC 7983 section 7. */
const shapes: { readonly [name: string]: (random: SeededRandom, bytes: Buffer) => void } = {
  stun(random, bytes) {
    bytes.writeUInt16BE(random.pick([0x0001, 0x0101, 0x0111, 0x0003]), 0)
    bytes.writeUInt16BE(random.next() < 0.5 ? bytes.length - 20 : random.whole(0, 0xffff), 2)
    bytes.writeUInt32BE(STUN_COOKIE, 4)
  },
  dtls(random, bytes) {
    bytes[0] = random.whole(20, 24)
    bytes.writeUInt16BE(0xfefd, 1)
    bytes.writeUInt16BE(random.next() < 0.5 ? bytes.length - 13 : random.whole(0, 0xffff), 11)
  },
  rtp(random, bytes) {
    bytes[0] = random.whole(0x80, 0xbf)
    bytes[1] = random.pick([96, 97, 98, 111, 111 | 0x80, 0])
  },
  rtcp(random, bytes) {
    bytes[0] = random.whole(0x80, 0xbf)
    bytes[1] = random.whole(200, 207)
    bytes.writeUInt16BE(random.whole(0, 0xffff), 2)
  },
  none: () => undefined,
}

function garbage(random: SeededRandom): Buffer {
  const bytes = randomBytes(random, random.whole(24, random.pick([40, 200, MOST_BYTES])))
  const shape = shapes[random.pick(Object.keys(shapes))]
  shape?.(random, bytes)
  // Cut off at any place: parsers that read past the end are what is looked for.
  return random.next() < 0.3 ? bytes.subarray(0, random.whole(0, bytes.length)) : bytes
}

function flipped(random: SeededRandom, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  for (let n = random.whole(1, 4); n > 0; n -= 1)
    copy[random.whole(0, copy.length - 1)] = random.whole(0, 255)
  return copy
}

const PACKETS = 20
/** More at once would only fill the socket's buffer, which every program suffers from, ms. */
const PAUSE = 60

/** A connectivity check of the client's own that comes from elsewhere says that the client has moved, and is believed. */
const isCheck = (bytes: Buffer, captured: readonly Buffer[]) =>
  (bytes[0] ?? 0) < 4 && captured.includes(bytes)

function send(arena: Arena, bytesOf: () => Buffer | undefined): Promise<null> {
  for (let n = 0; n < PACKETS; n += 1) {
    const bytes = bytesOf()
    if (!bytes || bytes.length === 0) continue
    const isFromClient = isCheck(bytes, arena.captured) || arena.random.next() < 0.5
    arena.sendMedia(bytes, isFromClient ? 'client' : 'stranger')
  }
  return new Promise((resolve) => setTimeout(() => resolve(null), PAUSE))
}

const anyCaptured = ({ captured, random }: Arena) => (captured.length > 0 ? random.pick(captured) : undefined)

/** What is sent to the port where a live call's media come in. */
export const mediaAttacks: readonly Attack[] = [
  { name: 'garbage to a media port', weight: 6, run: (arena) => send(arena, () => garbage(arena.random)) },
  { name: 'replayed packets', weight: 3, run: (arena) => send(arena, () => anyCaptured(arena)) },
  {
    name: 'packets with other bits',
    weight: 3,
    run: (arena) =>
      send(arena, () => {
        const packet = anyCaptured(arena)
        return packet && flipped(arena.random, packet)
      }),
  },
  {
    name: 'nonsense on the data channel',
    weight: 2,
    async run(arena) {
      const { random } = arena
      arena.say(random.next() < 0.5 ? nastyJson(random) : randomBytes(random, random.whole(1, 3000)))
      return null
    },
  },
]
