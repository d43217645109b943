/** Blocks of a capture file. Source: draft-ietf-opsawg-pcapng, sections 3 and 4. */

const type = { section: 0x0a0d0d0a, interface: 1, names: 4, packet: 6 } as const
const MAGIC = 0x1a2b3c4d
/** IPv4 without anything around it. Source: the registry of link-layer types, LINKTYPE_IPV4. */
const LINKTYPE_IPV4 = 228
const option = { end: 0, comment: 1, application: 4, interfaceName: 2, flags: 2, ipv4Name: 1 } as const
const MOST_OPTION_BYTES = 65_535
const WORD = 4

const padded = (length: number): number => Math.ceil(length / WORD) * WORD

function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * WORD)
  values.forEach((value, index) => void bytes.writeUInt32LE(value >>> 0, index * WORD))
  return bytes
}

/** A type, a length and a value that fills whole words. */
function record(code: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(WORD + padded(value.length))
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt16LE(value.length, 2)
  bytes.set(value, WORD)
  return bytes
}

/** A text option; what is too long for one is cut off between two characters. */
function text(code: number, value: string): Buffer {
  const bytes = Buffer.from(value)
  if (bytes.length <= MOST_OPTION_BYTES) return record(code, bytes)
  let end = MOST_OPTION_BYTES
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return record(code, bytes.subarray(0, end))
}

function block(code: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const length = uint32(body.length + 3 * WORD)
  return Buffer.concat([uint32(code), length, body, length])
}

const endOfOptions = uint32(option.end)
const comments = (texts: readonly string[]): readonly Buffer[] =>
  texts.map((one) => text(option.comment, one))

/** What a file begins with: who made it, and what is to be known of it. */
export function sectionBlock(application: string, about: readonly string[]): Buffer {
  const version = Buffer.from([1, 0, 0, 0])
  const unknownLength = Buffer.alloc(8, 0xff)
  const options = [...comments(about), text(option.application, application), endOfOptions]
  return block(type.section, uint32(MAGIC), version, unknownLength, ...options)
}

/** The one interface; its clock counts microseconds. */
export function interfaceBlock(name: string, about: string): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(LINKTYPE_IPV4, 0)
  return block(type.interface, head, ...comments([about]), text(option.interfaceName, name), endOfOptions)
}

/** Names of addresses, so that they are shown in their place. */
export function namesBlock(names: readonly (readonly [address: readonly number[], name: string])[]): Buffer {
  const records = names.map(([address, name]) =>
    record(option.ipv4Name, Buffer.concat([Buffer.from(address), Buffer.from(`${name}\0`)])),
  )
  return block(type.names, ...records, endOfOptions)
}

export interface CapturedPacket {
  /** Microseconds since the epoch. */
  readonly atUs: number
  /** As seen by the handler. */
  readonly direction: 'in' | 'out'
  /** An IPv4 packet, or its beginning. */
  readonly bytes: Uint8Array
  /** How long it was. */
  readonly originalBytes: number
  readonly comments: readonly string[]
}

const flags = { in: 1, out: 2 } as const

export function packetBlock({
  atUs,
  direction,
  bytes,
  originalBytes,
  comments: texts,
}: CapturedPacket): Buffer {
  const body = Buffer.alloc(padded(bytes.length))
  body.set(bytes)
  const head = uint32(0, Math.floor(atUs / 2 ** 32), atUs % 2 ** 32, bytes.length, originalBytes)
  return block(
    type.packet,
    head,
    body,
    ...comments(texts),
    record(option.flags, uint32(flags[direction])),
    endOfOptions,
  )
}
