/**
 * Chunks of bytes of any length, as speech services stream them, to 16-bit samples (little-endian): an odd byte is
 * carried into the next chunk, a last odd byte is dropped, and a chunk that completes no sample gives nothing.
 * Source: FastRTC `aggregate_bytes_to_16bit`.
 */
export function* aggregateBytesTo16bit(chunks: Iterable<Uint8Array>): Generator<Int16Array> {
  const carry = new ByteCarry()
  for (const chunk of chunks) {
    const samples = carry.next(chunk)
    if (samples.length > 0) yield samples
  }
}

/** {@link aggregateBytesTo16bit} for chunks that arrive over time. */
export async function* asyncAggregateBytesTo16bit(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Int16Array> {
  const carry = new ByteCarry()
  for await (const chunk of chunks) {
    const samples = carry.next(chunk)
    if (samples.length > 0) yield samples
  }
}

class ByteCarry {
  #left: number | null = null

  next(chunk: Uint8Array): Int16Array {
    const bytes = this.#left === null ? chunk : prepend(this.#left, chunk)
    const count = bytes.length >> 1
    this.#left = bytes.length % 2 === 1 ? (bytes[bytes.length - 1] ?? null) : null
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return Int16Array.from({ length: count }, (_, index) => view.getInt16(index * 2, true))
  }
}

function prepend(first: number, rest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(rest.length + 1)
  bytes[0] = first
  bytes.set(rest, 1)
  return bytes
}
