import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RTCPeerConnection } from 'werift'

const HEADER_BYTES = 20
const ATTRIBUTE_HEADER_BYTES = 4
const MESSAGE_INTEGRITY = 0x0008
const HMAC_BYTES = 20

/** Where the attribute begins; null where there is none. */
function integrityAt(message: Buffer): number | null {
  for (let at = HEADER_BYTES; at + ATTRIBUTE_HEADER_BYTES <= message.length; ) {
    const length = message.readUInt16BE(at + 2)
    if (message.readUInt16BE(at) === MESSAGE_INTEGRITY)
      return length === HMAC_BYTES && at + ATTRIBUTE_HEADER_BYTES + length <= message.length ? at : null
    at += ATTRIBUTE_HEADER_BYTES + Math.ceil(length / 4) * 4
  }
  return null
}

/** Whether who sent this STUN message knows the password. Source: RFC 8489 section 14.5. */
export function isAuthentic(message: Buffer, password: string): boolean {
  const at = integrityAt(message)
  if (at === null) return false
  const end = at + ATTRIBUTE_HEADER_BYTES + HMAC_BYTES
  const signed = Buffer.from(message.subarray(0, at))
  // The length counts as if the message ended with the attribute.
  signed.writeUInt16BE(end - HEADER_BYTES, 2)
  const expected = createHmac('sha1', password).update(signed).digest()
  return timingSafeEqual(expected, message.subarray(at + ATTRIBUTE_HEADER_BYTES, end))
}

/** The part of werift's ICE protocols that takes requests. */
interface RequestSource {
  readonly onRequestReceived: { execute(...request: readonly unknown[]): void }
}

/**
 * Keeps `pc` from obeying connectivity checks of those who do not know the session's ICE password: werift 0.25 looks at the
 * integrity of answers but not of requests, so whoever can reach a media port could send a call's media elsewhere, or end
 * it. Source: RFC 8445 section 7.3. To be called when the transports exist and gathering has not begun.
 */
export function withAuthenticChecks(pc: RTCPeerConnection): void {
  for (const { connection } of pc.iceTransports) {
    const inner = connection as unknown as { ensureProtocol(protocol: RequestSource): void }
    const ensureProtocol = inner.ensureProtocol.bind(connection)
    inner.ensureProtocol = (protocol) => {
      const requests = protocol.onRequestReceived
      const execute = requests.execute.bind(requests)
      requests.execute = (...request) => {
        const [, , data] = request
        if (Buffer.isBuffer(data) && isAuthentic(data, connection.localPassword)) execute(...request)
      }
      ensureProtocol(protocol)
    }
  }
}
