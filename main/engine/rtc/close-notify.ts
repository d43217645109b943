import type { RTCDtlsTransport, RTCPeerConnection } from 'werift'

type Dtls = NonNullable<RTCDtlsTransport['dtls']>
type Plaintext = Parameters<Dtls['cipher']['decryptPacket']>[0]

/** Content types. Source: RFC 5246 section 6.2.1. */
const ALERT = 21
const passed = [20, 22, 23]
/** Source: RFC 6347 section 4.1. */
const HEADER_BYTES = 13
const FATAL = 2
const CLOSE_NOTIFY = 0

function recordsOf(datagram: Buffer): Buffer[] {
  const records: Buffer[] = []
  for (let at = 0; at + HEADER_BYTES <= datagram.length; ) {
    const end = at + HEADER_BYTES + datagram.readUInt16BE(at + 11)
    if (end > datagram.length) break
    records.push(datagram.subarray(at, end))
    at = end
  }
  return records
}

function plaintextOf(record: Buffer): Plaintext {
  const recordLayerHeader = {
    contentType: record.readUInt8(0),
    protocolVersion: { major: record.readUInt8(1), minor: record.readUInt8(2) },
    epoch: record.readUInt16BE(3),
    sequenceNumber: record.readUIntBE(5, 6),
    contentLen: record.readUInt16BE(11),
  }
  return { recordLayerHeader, fragment: record.subarray(HEADER_BYTES) } as Plaintext
}

/** Whether the other side itself says that it is over; everybody else's alerts fail to decrypt. */
function isEnd(dtls: Dtls, record: Buffer): boolean {
  if (record.readUInt16BE(3) === 0) return false
  try {
    const [level, description] = dtls.cipher.decryptPacket(plaintextOf(record))
    return level === FATAL || description === CLOSE_NOTIFY
  } catch {
    // Forged or damaged: RFC 6347 section 4.1.2.7 has it dropped in silence.
    return false
  }
}

function readAlerts(dtls: Dtls, listener: () => void): void {
  const { socket } = dtls.transport
  const receive = socket.onData
  socket.onData = (datagram, ...from) => {
    for (const record of recordsOf(datagram)) {
      const type = record.readUInt8(0)
      if (passed.includes(type)) receive?.(record, ...from)
      else if (type === ALERT && isEnd(dtls, record)) listener()
    }
  }
}

/**
 * Calls `listener` when the client ends the connection with a word, as browsers and aiortc do. werift 0.25 keeps it to itself,
 * reads some encrypted alerts without decrypting them, and takes any garbage for one: so alerts are read here, and it is given
 * nothing but what it knows.
 * To be called when the transports exist and are not connected yet.
 */
export function onCloseNotify(pc: RTCPeerConnection, listener: () => void): void {
  for (const transport of pc.dtlsTransports) {
    transport.onStateChange.subscribe((state) => {
      // `dtls` is made right after this.
      if (state === 'connecting') queueMicrotask(() => transport.dtls && readAlerts(transport.dtls, listener))
    })
  }
}
