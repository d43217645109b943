/** What bytes of a packet are for; each kind has its colour. */
export const partKinds = ['header', 'extension', 'descriptor', 'report', 'payload', 'padding'] as const
export type PartKind = (typeof partKinds)[number]

/** One thing that a part says. */
export interface PacketField {
  readonly name: string
  readonly value: string
  /** In words for somebody who does not know the standard. */
  readonly meaning: string
}

/** Bytes `from .. to` of a packet. */
export interface PacketPart {
  readonly kind: PartKind
  readonly label: string
  readonly from: number
  readonly to: number
  readonly fields: readonly PacketField[]
}

export const field = (name: string, value: string | number, meaning: string): PacketField => ({
  name,
  value: String(value),
  meaning,
})

/** Numbers of a packet in network order; 0 beyond its end. */
export function createByteReader(bytes: Uint8Array) {
  const u8 = (at: number): number => bytes[at] ?? 0
  const u16 = (at: number): number => u8(at) * 0x100 + u8(at + 1)
  const u32 = (at: number): number => u16(at) * 0x1_0000 + u16(at + 2)
  return {
    u8,
    u16,
    u24: (at: number): number => u8(at) * 0x1_0000 + u16(at + 1),
    u32,
    /** `count` bits from bit `first` of a byte, counted from its most significant. */
    bits: (at: number, first: number, count: number): number =>
      (u8(at) >> (8 - first - count)) & ((1 << count) - 1),
    ascii: (at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length)),
    hex: (at: number, length: number): string =>
      [...bytes.subarray(at, at + length)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
  }
}

export type ByteReader = ReturnType<typeof createByteReader>

export const yesNo = (flag: number): string => (flag === 0 ? 'no' : 'yes')

/** 32 bits as numbers of streams are written. */
export const hex32 = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`
