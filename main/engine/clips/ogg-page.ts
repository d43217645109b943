/** The container that bare Opus is kept in. Source: RFC 3533 section 6. */

const HEADER_BYTES = 27
/** A packet that ends in a page has a last lacing value below this. */
const LACING = 255
/** A page has room for so many of them. */
const MOST_LACINGS = 255
const POLYNOMIAL = 0x04c11db7

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte << 24
  for (let bit = 0; bit < 8; bit++) rest = rest & 0x8000_0000 ? (rest << 1) ^ POLYNOMIAL : rest << 1
  return rest
})

function checksum(page: Uint8Array): number {
  let sum = 0
  for (const byte of page) sum = (sum << 8) ^ (table[((sum >>> 24) ^ byte) & 0xff] ?? 0)
  return sum >>> 0
}

export interface OggPage {
  /** Counts from 0. */
  readonly sequence: number
  /** Samples until the end of its last packet. */
  readonly granule: number
  readonly place: 'first' | 'middle' | 'last'
  /** Whole ones. */
  readonly packets: readonly Uint8Array[]
}

const flags = { first: 2, middle: 0, last: 4 } as const

/** How many lacing values a packet takes of a page's `MOST_LACINGS`. */
function lacings({ length }: Uint8Array): number {
  return Math.floor(length / LACING) + 1
}

/** Whether these packets go into one page. */
export function fitsOggPage(packets: readonly Uint8Array[]): boolean {
  return packets.reduce((sum, packet) => sum + lacings(packet), 0) <= MOST_LACINGS
}

/** A page of a file with one stream: its serial number is 1, so that the same sound gives the same bytes. */
export function oggPage({ sequence, granule, place, packets }: OggPage): Buffer {
  const lacing = packets.flatMap((packet) => [
    ...Array.from({ length: lacings(packet) - 1 }, () => LACING),
    packet.length % LACING,
  ])
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('OggS', 0, 'latin1')
  header.writeUInt8(flags[place], 5)
  header.writeBigInt64LE(BigInt(granule), 6)
  header.writeUInt32LE(1, 14)
  header.writeUInt32LE(sequence, 18)
  header.writeUInt8(lacing.length, 26)
  const page = Buffer.concat([header, Uint8Array.from(lacing), ...packets])
  page.writeUInt32LE(checksum(page), 22)
  return page
}
