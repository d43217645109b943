/** One end of a conversation, IPv4. */
export interface Endpoint {
  readonly address: readonly [number, number, number, number]
  readonly port: number
}

const IP_BYTES = 20
const UDP_BYTES = 8
const UDP = 17
const HOPS = 64

/** Source: RFC 791 section 3.1. */
function headerChecksum(header: Buffer): number {
  let sum = 0
  for (let at = 0; at < header.length; at += 2) sum += header.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/**
 * An IPv4 packet with one datagram in it. Source: RFC 791 and RFC 768.
 *
 * @param payload what is there of it
 * @param payloadBytes its true length
 */
export function udpDatagram(from: Endpoint, to: Endpoint, payload: Uint8Array, payloadBytes: number): Buffer {
  const bytes = Buffer.alloc(IP_BYTES + UDP_BYTES + payload.length)
  bytes.writeUInt8(0x45, 0)
  bytes.writeUInt16BE(IP_BYTES + UDP_BYTES + payloadBytes, 2)
  bytes.writeUInt8(HOPS, 8)
  bytes.writeUInt8(UDP, 9)
  bytes.set(from.address, 12)
  bytes.set(to.address, 16)
  bytes.writeUInt16BE(headerChecksum(bytes.subarray(0, IP_BYTES)), 10)
  bytes.writeUInt16BE(from.port, IP_BYTES)
  bytes.writeUInt16BE(to.port, IP_BYTES + 2)
  // A checksum of 0 says that there is none.
  bytes.writeUInt16BE(UDP_BYTES + payloadBytes, IP_BYTES + 4)
  bytes.set(payload, IP_BYTES + UDP_BYTES)
  return bytes
}

/** Bytes around a datagram's payload. */
export const DATAGRAM_OVERHEAD = IP_BYTES + UDP_BYTES
