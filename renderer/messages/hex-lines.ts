const BYTES_A_LINE = 16

/** One line of a hex dump. */
export interface HexLine {
  /** Of its first byte, eight hexadecimal digits. */
  readonly offset: string
  /** Pairs of digits, with a gap in the middle; filled up with blanks. */
  readonly hex: string
  /** What is printable in ASCII; all else is a dot. */
  readonly text: string
}

export const hexLineCount = (bytes: Uint8Array): number => Math.ceil(bytes.length / BYTES_A_LINE)

export function hexLine(bytes: Uint8Array, line: number): HexLine {
  const start = line * BYTES_A_LINE
  const part = [...bytes.subarray(start, start + BYTES_A_LINE)]
  const pairs = part.map((byte) => byte.toString(16).padStart(2, '0'))
  const halves = [pairs.slice(0, 8).join(' '), pairs.slice(8).join(' ')]
  return {
    offset: start.toString(16).padStart(8, '0'),
    hex: halves.join('  ').padEnd(BYTES_A_LINE * 3),
    text: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
  }
}

/** All lines, for the clipboard. */
export const hexText = (bytes: Uint8Array): string =>
  Array.from({ length: hexLineCount(bytes) }, (_, line) => {
    const { offset, hex, text } = hexLine(bytes, line)
    return `${offset}  ${hex}  ${text}`
  }).join('\n')
