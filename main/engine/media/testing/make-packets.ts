export interface RtpToMake {
  readonly payloadType?: number
  readonly marker?: boolean
  readonly sequence?: number
  readonly timestamp?: number
  readonly ssrc?: number
  readonly sources?: readonly number[]
  /** Bytes of header extensions, a multiple of 4; left out = none. */
  readonly extensionBytes?: number
  readonly payload?: readonly number[]
  readonly paddingBytes?: number
}

/** An RTP packet as RFC 3550 section 5.1 draws it. */
export function makeRtp(packet: RtpToMake = {}): Buffer {
  const { payloadType = 96, sequence = 0, timestamp = 0, ssrc = 1, sources = [], payload = [] } = packet
  const { extensionBytes, paddingBytes = 0 } = packet
  const head = Buffer.alloc(12 + 4 * sources.length)
  const flags = (paddingBytes > 0 ? 0x20 : 0) | (extensionBytes === undefined ? 0 : 0x10)
  head.writeUInt8(0x80 | flags | sources.length, 0)
  head.writeUInt8((packet.marker ? 0x80 : 0) | payloadType, 1)
  head.writeUInt16BE(sequence, 2)
  head.writeUInt32BE(timestamp, 4)
  head.writeUInt32BE(ssrc, 8)
  for (const [index, source] of sources.entries()) head.writeUInt32BE(source, 12 + 4 * index)
  const extension = Buffer.alloc(extensionBytes === undefined ? 0 : 4 + extensionBytes)
  if (extensionBytes !== undefined) {
    extension.writeUInt16BE(0xbede, 0)
    extension.writeUInt16BE(extensionBytes / 4, 2)
  }
  const padding = Buffer.alloc(paddingBytes)
  if (paddingBytes > 0) padding.writeUInt8(paddingBytes, paddingBytes - 1)
  return Buffer.concat([head, extension, Buffer.from(payload), padding])
}

/** An RTCP packet of 32-bit words after its header. Source: RFC 3550 section 6.4.1. */
export function makeRtcp(payloadType: number, count: number, words: readonly number[]): Buffer {
  const packet = Buffer.alloc(4 + 4 * words.length)
  packet.writeUInt8(0x80 | count, 0)
  packet.writeUInt8(payloadType, 1)
  packet.writeUInt16BE(words.length, 2)
  for (const [index, word] of words.entries()) packet.writeUInt32BE(word >>> 0, 4 + 4 * index)
  return packet
}
