import { ExtensionProfiles, RtpHeader } from 'werift'

const FIXED_BYTES = 12
const WORD_BYTES = 4
const PADDING = 0x20
const EXTENSION = 0x10
const COUNT_OF_SOURCES = 0x0f
const MARKER = 0x80
/** Ends a list of one-byte elements. Source: RFC 8285 section 4.2. */
const STOP = 15

interface Bounds {
  readonly from: number
  readonly to: number
}

/** Elements of RFC 8285: one byte of id and length before each (section 4.2), or two (section 4.3). One that is cut off ends the list. */
function readElements(packet: Buffer, { from, to }: Bounds, isOneByte: boolean): RtpHeader['extensions'] {
  const elements: RtpHeader['extensions'] = []
  for (let at = from; at < to; ) {
    const byte = packet[at] ?? 0
    at += 1
    if (byte === 0) continue
    const id = isOneByte ? byte >> 4 : byte
    if (isOneByte && id === STOP) break
    const length = isOneByte ? (byte & 0x0f) + 1 : (packet[at] ?? 0)
    if (!isOneByte) at += 1
    if (at + length > to) break
    elements.push({ id, payload: packet.subarray(at, at + length) })
    at += length
  }
  return elements
}

function readExtensions(packet: Buffer, bounds: Bounds, profile: number): RtpHeader['extensions'] {
  if (profile === ExtensionProfiles.OneByte) return readElements(packet, bounds, true)
  if (profile === ExtensionProfiles.TwoByte) return readElements(packet, bounds, false)
  return [{ id: 0, payload: packet.subarray(bounds.from, bounds.to) }]
}

/**
 * The header of an RTP packet that ends at `end`, or before; null if it does not. What werift's `RtpHeader.deSerialize` does, but for the
 * size of the padding, which may be encrypted; it takes a string of digits and an array for each bit that it looks at.
 * Source: RFC 3550 section 5.1.
 */
export function readWeriftHeader(packet: Buffer, end: number): RtpHeader | null {
  const [first = 0, second = 0] = packet
  const sources = first & COUNT_OF_SOURCES
  let offset = FIXED_BYTES + sources * WORD_BYTES
  if (offset > end) return null
  const header = new RtpHeader()
  if ((first & EXTENSION) !== 0) {
    if (offset + WORD_BYTES > end) return null
    const from = offset + WORD_BYTES
    header.extension = true
    header.extensionProfile = packet.readUInt16BE(offset) as RtpHeader['extensionProfile']
    header.extensionLength = packet.readUInt16BE(offset + 2) * WORD_BYTES
    offset = from + header.extensionLength
    if (offset > end) return null
    header.extensions = readExtensions(packet, { from, to: offset }, header.extensionProfile)
  }
  header.version = first >> 6
  header.padding = (first & PADDING) !== 0
  header.csrcLength = sources
  for (let n = 0; n < sources; n += 1) header.csrc.push(packet.readUInt32BE(FIXED_BYTES + n * WORD_BYTES))
  header.marker = (second & MARKER) !== 0
  header.payloadType = second & ~MARKER
  header.sequenceNumber = packet.readUInt16BE(2)
  header.timestamp = packet.readUInt32BE(4)
  header.ssrc = packet.readUInt32BE(8)
  header.payloadOffset = offset
  return header
}
