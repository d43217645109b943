const ROUND = 0x1_0000
const HALF_ROUND = 0x8000
/** Packets back from the newest that may still come: as libsrtp in browsers has it; retransmissions are that late. */
const WINDOW = 1024
const WORD_BITS = 32

/**
 * The 48-bit numbers of one source's packets, of which each carries the lower 16 bits, and which of them were noted.
 * Source: RFC 3711 sections 3.3.1 and 3.3.2.
 */
export interface PacketIndexes {
  /** The likeliest index of a packet with this sequence number. */
  of(sequenceNumber: number): number
  /** How often the sequence number had begun anew by then: the RFC's ROC. */
  rolloversOf(index: number): number
  /** It was noted, or is too old to tell. */
  isKnown(index: number): boolean
  note(index: number): void
}

export function createPacketIndexes(): PacketIndexes {
  let newest: number | null = null
  /** A bit for each of the last `WINDOW` indexes, by index modulo `WINDOW`. */
  const seen = new Int32Array(WINDOW / WORD_BITS)
  const wordOf = (index: number): number => (index % WINDOW) >> 5
  const bitOf = (index: number): number => 1 << (index % WORD_BITS)

  function forget(from: number, to: number): void {
    if (to - from >= WINDOW) seen.fill(0)
    else for (let index = from; index < to; index += 1) clear(index)
  }

  function clear(index: number): void {
    seen[wordOf(index)] = (seen[wordOf(index)] ?? 0) & ~bitOf(index)
  }

  return {
    of(sequenceNumber) {
      if (newest === null) return sequenceNumber
      const near = newest - (newest % ROUND) + sequenceNumber
      if (near - newest > HALF_ROUND && near >= ROUND) return near - ROUND
      return newest - near > HALF_ROUND ? near + ROUND : near
    },
    rolloversOf: (index) => Math.floor(index / ROUND),
    isKnown(index) {
      if (newest === null || index > newest) return false
      return newest - index >= WINDOW || ((seen[wordOf(index)] ?? 0) & bitOf(index)) !== 0
    },
    note(index) {
      if (newest === null || index > newest) {
        if (newest !== null) forget(newest + 1, index)
        newest = index
      }
      seen[wordOf(index)] = (seen[wordOf(index)] ?? 0) | bitOf(index)
    },
  }
}
