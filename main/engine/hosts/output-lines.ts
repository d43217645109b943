import type { Readable } from 'node:stream'

/** A line without an end is passed on in pieces of this many characters, so that memory stays bounded. */
const LONGEST_LINE = 65_536

/** Calls `onLine` for each line that `stream` carries, the last one also without a line end. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
    while (rest.length > LONGEST_LINE) {
      onLine(rest.slice(0, LONGEST_LINE))
      rest = rest.slice(LONGEST_LINE)
    }
  })
  stream.on('end', () => {
    if (rest) onLine(rest)
    rest = ''
  })
}
