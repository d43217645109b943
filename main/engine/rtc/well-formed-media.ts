import type { RTCPeerConnection } from 'werift'

const FIXED_BYTES = 12
const WORD_BYTES = 4
/** First bytes of RTP and RTCP among all that shares the port. Source: RFC 7983 section 7. */
const firstOfMedia = { from: 128, to: 191 }
/** Second bytes of RTCP. Source: RFC 5761 section 4. */
const packetTypesOfRtcp = { from: 192, to: 223 }
const EXTENSION = 0x10
const COUNT_OF_SOURCES = 0x0f

const isWithin = (value: number, { from, to }: { from: number; to: number }) => value >= from && value <= to

export function isRtp(datagram: Buffer): boolean {
  const [first = 0, second = 0] = datagram
  return isWithin(first, firstOfMedia) && !isWithin(second, packetTypesOfRtcp)
}

/**
 * Whether the header of an RTP packet ends within the packet; true of what is none.
 * Source: RFC 3550 sections 5.1 and 5.3.1.
 */
export function isWellFormedMedia(datagram: Buffer): boolean {
  const [first = 0] = datagram
  if (!isRtp(datagram)) return true
  const sources = FIXED_BYTES + (first & COUNT_OF_SOURCES) * WORD_BYTES
  if ((first & EXTENSION) === 0) return datagram.length >= sources
  if (datagram.length < sources + WORD_BYTES) return false
  return datagram.length >= sources + WORD_BYTES * (1 + datagram.readUInt16BE(sources + 2))
}

/** The part of werift's ICE protocols that takes what is no STUN. */
interface DataSource {
  readonly onDataReceived: { execute(...datagram: readonly [Buffer]): void }
}

/**
 * Keeps from `pc` packets whose header claims to be longer than they are. werift 0.25 reads the header before it checks who
 * sent the packet, and takes minutes over an extension that is not there: one datagram from anybody would stop the thread.
 * To be called when the transports exist and gathering has not begun.
 */
export function withWellFormedMedia(pc: RTCPeerConnection): void {
  for (const { connection } of pc.iceTransports) {
    const inner = connection as unknown as { ensureProtocol(protocol: DataSource): void }
    const ensureProtocol = inner.ensureProtocol.bind(connection)
    inner.ensureProtocol = (protocol) => {
      const data = protocol.onDataReceived
      const execute = data.execute.bind(data)
      data.execute = (datagram) => {
        if (isWellFormedMedia(datagram)) execute(datagram)
      }
      ensureProtocol(protocol)
    }
  }
}
