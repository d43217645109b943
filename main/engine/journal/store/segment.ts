import { parseLine, type StoredRow } from '../journal-line'
import type { ByteSource } from './byte-source'
import { countUpTo } from './column'
import { createSegmentIndex, type SegmentIndex } from './segment-index'
import type { Words } from './words'

/** Read and parsed at once: some milliseconds of work. */
const SLICE_BYTES = 256 * 1024
const NEWLINE = 10

/** Some consecutive rows of a session: their lines, and, while somebody looks at them, columns of what is in them. */
export function createSegment(firstN: number, source: ByteSource, words: Words) {
  let index: SegmentIndex | null = null
  let indexedBytes = 0
  /** The rows in so many bytes of it, so that it can be skipped without its columns. */
  let counted = { rows: 0, ofBytes: 0 }
  let damagedLines = 0
  let whole: Buffer | null = null
  let lastRead: StoredRow | null = null

  function addLines(slice: Buffer, to: SegmentIndex): number {
    let begin = 0
    for (let end = slice.indexOf(NEWLINE); end >= 0; end = slice.indexOf(NEWLINE, begin)) {
      const row = parseLine(slice.toString('utf8', begin, end))
      const isNext = row !== null && (to.count === 0 || row.n > (to.n.values[to.count - 1] as number))
      if (isNext) to.add(row, indexedBytes + begin, end - begin)
      else damagedLines += 1
      begin = end + 1
    }
    return begin
  }

  /** One more slice of the lines; false when there is nothing more to be had. */
  function indexMore(to: SegmentIndex): boolean {
    let length = SLICE_BYTES
    let taken = 0
    while (taken === 0 && indexedBytes < source.size) {
      const slice = source.read(indexedBytes, length)
      taken = addLines(slice, to)
      // A line that is longer than a slice, or the torn end of a file.
      if (taken === 0 && slice.length < length) break
      length *= 4
    }
    indexedBytes += taken
    return taken > 0
  }

  /** The columns, as far as `hasTime` lets them be made. */
  function catchUp(hasTime: () => boolean): { readonly index: SegmentIndex; readonly isComplete: boolean } {
    index ??= createSegmentIndex(words)
    let isComplete = false
    do isComplete = !indexMore(index)
    while (!isComplete && hasTime())
    if (isComplete) counted = { rows: index.count, ofBytes: source.size }
    return { index, isComplete }
  }

  function allIndexed(): SegmentIndex {
    return catchUp(() => true).index
  }

  function readLine({ start, length }: { readonly start: number; readonly length: number }): string {
    if (whole && start + length <= whole.length) return whole.toString('utf8', start, start + length)
    return source.read(start, length).toString('utf8')
  }

  function rowAt(at: number): StoredRow | null {
    const columns = allIndexed()
    if (at >= columns.count) return null
    const n = columns.n.values[at] as number
    if (lastRead?.n !== n) lastRead = parseLine(readLine(columns.lineOf(at)))
    return lastRead
  }

  return {
    firstN,
    source,
    catchUp,
    rowAt,
    /** The row of this number, or null. */
    rowOf(n: number): StoredRow | null {
      const { values, length } = allIndexed().n
      const at = countUpTo(values, length, n) - 1
      return at >= 0 && values[at] === n ? rowAt(at) : null
    },
    /** Its rows, or null while they are not counted. */
    rowCount: (): number | null => (counted.ofBytes === source.size ? counted.rows : null),
    damagedLines: () => damagedLines,
    /** All lines at hand, for a search through whole texts. */
    hold(): void {
      if ((whole?.length ?? 0) < source.size) whole = source.read(0, source.size)
    },
    letGo(): void {
      whole = null
    },
    /** Memory of the columns, bytes. */
    memory: () => index?.bytes ?? 0,
    forgetColumns(): void {
      index = null
      indexedBytes = 0
      damagedLines = 0
      lastRead = null
      whole = null
    },
  }
}

export type Segment = ReturnType<typeof createSegment>
