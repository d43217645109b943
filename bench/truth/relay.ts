/** A network between a client and the engine, at the socket: it delays and loses what it is told to, and notes what it did. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** `up` = from the client to the engine. */
export type Way = 'up' | 'down'

/** One RTP packet at the relay; its header is not encrypted. */
export interface SeenPacket {
  readonly way: Way
  /** Without the marker bit. */
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly bytes: number
  readonly isLost: boolean
  /** At the engine's socket: when it was passed on to the engine, or came from it; ms. */
  at: number
}

/** What its header tells. */
type ReadPacket = Omit<SeenPacket, 'isLost' | 'at'>

export interface RelayOptions {
  /** Of the engine on this machine. */
  readonly port: number
  /** ms that a datagram is held back. */
  readonly delays: { readonly [W in Way]: number }
  /** Whether this RTP packet is to be lost. */
  readonly loses: (packet: ReadPacket) => boolean
}

export interface Relay {
  /** Where the client sends to. */
  readonly port: number
  readonly seen: readonly SeenPacket[]
  /** How long datagrams were really held back, ms: the mean of each way. */
  held(): { readonly [W in Way]: number }
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const RTP_HEADER = 12

/** RTP by its first byte and its payload type: RTCP has 192 to 223 there. Source: RFC 5761, RFC 7983. */
function readRtp(way: Way, data: Buffer): ReadPacket | null {
  const [first = 0, second = 0] = data
  const isMedia = first >= 128 && first <= 191 && data.length >= RTP_HEADER
  if (!isMedia || (second >= 192 && second <= 223)) return null
  return {
    ...{ way, payloadType: second & 0x7f, bytes: data.length },
    ...{ sequence: data.readUInt16BE(2), timestamp: data.readUInt32BE(4), ssrc: data.readUInt32BE(8) },
  }
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind(0, HOST)
  await once(socket, 'listening')
  return socket
}

export async function openRelay({ port, delays, loses }: RelayOptions): Promise<Relay> {
  const [front, back] = [await bound(), await bound()]
  const seen: SeenPacket[] = []
  const held = { up: { sum: 0, count: 0 }, down: { sum: 0, count: 0 } }
  const waiting = new Set<NodeJS.Timeout>()
  let client: RemoteInfo | null = null

  function later(way: Way, send: () => void): void {
    const came = performance.now()
    const timer = setTimeout(() => {
      waiting.delete(timer)
      held[way].sum += performance.now() - came
      held[way].count += 1
      send()
    }, delays[way])
    waiting.add(timer)
  }

  function pass(way: Way, data: Buffer, send: () => void): void {
    const read = readRtp(way, data)
    const isLost = read !== null && loses(read)
    const packet: SeenPacket | null = read && { ...read, isLost, at: performance.now() }
    if (packet) seen.push(packet)
    if (isLost) return
    later(way, () => {
      if (packet && way === 'up') packet.at = performance.now()
      send()
    })
  }

  front.on('message', (data, from) => {
    client = from
    pass('up', data, () => back.send(data, port, HOST))
  })
  back.on('message', (data) => {
    const to = client
    if (to) pass('down', data, () => front.send(data, to.port, to.address))
  })
  return {
    port: front.address().port,
    seen,
    held: () => ({
      up: held.up.sum / Math.max(1, held.up.count),
      down: held.down.sum / Math.max(1, held.down.count),
    }),
    async close() {
      for (const timer of waiting) clearTimeout(timer)
      const closed = [once(front, 'close'), once(back, 'close')]
      front.close()
      back.close()
      await Promise.all(closed)
    },
  }
}

const CANDIDATE = /^a=candidate:.*\r?\n/gm

/** A description without addresses: only who is asked by us can be reached. */
export const withoutAddresses = (sdp: string): string => sdp.replace(CANDIDATE, '')

/** Of the first address in a description. */
export function portOf(sdp: string): number {
  const [, port] = /^a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+) /m.exec(sdp) ?? []
  if (port === undefined) throw new Error(`the answer has no address on this machine:\n${sdp}`)
  return Number(port)
}

/** The description with the relay as its only address. */
export function throughRelay(sdp: string, port: number): string {
  const candidate = `a=candidate:1 1 udp 2130706431 ${HOST} ${port} typ host`
  return withoutAddresses(sdp).replace(/^a=ice-pwd:\S+/gm, (line) => `${line}\r\n${candidate}`)
}
