/** A line of a description as it is, and whether the other side has it, too. */
export interface RawLine {
  readonly text: string
  readonly isShared: boolean
}

/** The description as it was sent, but for the password. */
export function rawLines(sdp: string, other: string | null): readonly RawLine[] {
  const lines = (text: string) =>
    text
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((line) => line.replace(/^(a=ice-pwd:).*$/, '$1••••••'))
  const others = new Set(other === null ? [] : lines(other))
  return lines(sdp).map((text) => ({ text, isShared: others.has(text) }))
}
