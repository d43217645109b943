import type { Readable } from 'node:stream'

/** Longer than any row can be: a message of 256 KB whose every character is escaped, and its bytes. */
const MOST_LINE_BYTES = 4 * 1024 * 1024
const NEWLINE = 10

/** Lines of a piece of a stream, and how many bytes were read so far. */
export interface LineBatch {
  readonly lines: readonly string[]
  readonly read: number
  /** Lines that were too long to be any. */
  readonly overlong: number
}

/** The lines of a stream, some at a time; of a line that has no end nothing is kept. */
export async function* streamLines(stream: Readable): AsyncGenerator<LineBatch> {
  let rest: Buffer = Buffer.alloc(0)
  let isSkipping = false
  let read = 0

  for await (const chunk of stream) {
    const bytes = chunk as Buffer
    read += bytes.length
    let overlong = 0
    let text = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    if (isSkipping) {
      const end = text.indexOf(NEWLINE)
      isSkipping = end < 0
      text = end < 0 ? Buffer.alloc(0) : text.subarray(end + 1)
    }
    const end = text.lastIndexOf(NEWLINE)
    const lines = end < 0 ? [] : text.toString('utf8', 0, end).split('\n')
    rest = Buffer.from(text.subarray(end + 1))
    if (rest.length > MOST_LINE_BYTES) {
      rest = Buffer.alloc(0)
      isSkipping = true
      overlong += 1
    }
    yield { lines, read, overlong }
  }
  if (rest.length > 0) yield { lines: [rest.toString('utf8')], read, overlong: 0 }
}
