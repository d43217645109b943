import type { Readable } from 'node:stream'

/** A line without an end is passed on in pieces of this many characters, so that memory stays bounded. */
const LONGEST_LINE = 65_536

/** Makes lines of text that comes in pieces. */
export interface Lines {
  add(text: string): void
  /** The last line is a line also without a line end. */
  end(): void
}

export function createLines(onLine: (line: string) => void): Lines {
  let rest = ''
  return {
    add(text) {
      const lines = (rest + text).split(/\r?\n/)
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
      while (rest.length > LONGEST_LINE) {
        onLine(rest.slice(0, LONGEST_LINE))
        rest = rest.slice(LONGEST_LINE)
      }
    },
    end() {
      if (rest) onLine(rest)
      rest = ''
    },
  }
}

/** Calls `onLine` for each line that `stream` carries. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  const lines = createLines(onLine)
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => lines.add(chunk))
  stream.on('end', () => lines.end())
}
