/** 16 bits, unsigned, in network order, from byte `at` on; bytes beyond the end count as 0. */
export function uint16At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** The same for 32 bits. */
export function uint32At(bytes: Uint8Array, at: number): number {
  return uint16At(bytes, at) * 0x1_0000 + uint16At(bytes, at + 2)
}
