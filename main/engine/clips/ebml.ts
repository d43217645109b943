/** The binary format that WebM is written in. Source: RFC 8794. */

/** A size that is told later, in the eight bytes that every size of ours takes. */
export const SIZE_BYTES = 8

/** An element's size, RFC 8794 section 4. */
export function ebmlSize(size: number): Buffer {
  const bytes = Buffer.alloc(SIZE_BYTES)
  bytes.writeBigUInt64BE((1n << 56n) | BigInt(size))
  return bytes
}

/** The size of an element of which nobody knows yet where it ends, RFC 8794 section 6.2. */
export const unknownSize: Buffer = Buffer.from('01ffffffffffffff', 'hex')

function idBytes(id: number): Buffer {
  const hex = id.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

/** The head of an element whose content follows. */
export function ebmlOpening(id: number): Buffer {
  return Buffer.concat([idBytes(id), unknownSize])
}

/** An element: its id as RFC 9559 writes it, its size, its content. */
export function ebml(id: number, ...content: readonly Uint8Array[]): Buffer {
  const size = content.reduce((sum, { length }) => sum + length, 0)
  return Buffer.concat([idBytes(id), ebmlSize(size), ...content])
}

/** A whole number in four bytes. */
export function ebmlUint(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export function ebmlFloat(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
}

export function ebmlText(text: string): Buffer {
  return Buffer.from(text, 'utf8')
}
