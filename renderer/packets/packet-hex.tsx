import { countText } from '../messages/row-text'
import styles from './packet-hex.module.css'
import type { PacketPart, PartKind } from './packet-part'
import partColours from './packet-parts.module.css'

const BYTES_A_LINE = 16

/** Bytes of a line that are of one part. */
interface Run {
  readonly kind: PartKind
  readonly from: number
  readonly to: number
}

/** The runs of a line, in order. */
function runsOf(parts: readonly PacketPart[], start: number, end: number): readonly Run[] {
  return parts
    .map(({ kind, from, to }) => ({ kind, from: Math.max(from, start), to: Math.min(to, end) }))
    .filter(({ from, to }) => to > from)
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
const ascii = (bytes: Uint8Array) =>
  [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')

export interface PacketHexProps {
  readonly bytes: Uint8Array
  /** In order and without gaps. */
  readonly parts: readonly PacketPart[]
}

/** The bytes of a packet, coloured by what they are for: a packet is small enough to be drawn whole. */
export function PacketHex({ bytes, parts }: PacketHexProps) {
  const count = Math.ceil(bytes.length / BYTES_A_LINE)
  return (
    <section
      className={styles.view}
      aria-label={`${countText(bytes.length)} bytes in hexadecimal`}
      data-own-keys=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the arrow keys.
      tabIndex={0}
    >
      {Array.from({ length: count }, (_, line) => line * BYTES_A_LINE).map((start) => {
        const runs = runsOf(parts, start, Math.min(bytes.length, start + BYTES_A_LINE))
        return (
          <div key={start} className={styles.line}>
            <span className={styles.offset}>{start.toString(16).padStart(4, '0')}</span>
            <span className={styles.bytes}>
              {runs.map(({ kind, from, to }) => (
                <span key={from} className={partColours[kind]}>
                  {hex(bytes.subarray(from, to))}
                </span>
              ))}
            </span>
            <span className={styles.text}>
              {runs.map(({ kind, from, to }) => (
                <span key={from} className={partColours[kind]}>
                  {ascii(bytes.subarray(from, to))}
                </span>
              ))}
            </span>
          </div>
        )
      })}
    </section>
  )
}
