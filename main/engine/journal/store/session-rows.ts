import { SoundcheckError } from '../../../../contract/errors'
import type { JournalFilter, JournalPage, JournalRow } from '../../../../contract/journal'
import { type StoredRow, toRow } from '../journal-line'
import type { ByteSource } from './byte-source'
import { createPieces, type Piece } from './pieces'
import { createRowViews, isUnfiltered } from './row-views'
import { createSegment, type Segment } from './segment'
import { createSessionSummaries } from './session-summaries'
import { createWords } from './words'

/** What one session may take; beyond it the oldest goes. */
export interface SessionLimits {
  /** Lines, bytes. */
  readonly rowBytes: number
  /** Packets and other bytes that belong to rows. */
  readonly dataBytes: number
  /** Of each, once the disk has failed. */
  readonly memoryBytes: number
}

export interface SessionRowsOptions {
  readonly limits: () => SessionLimits
  /** What is there of it already. */
  readonly kept: { readonly rows: readonly Piece[]; readonly data: readonly Piece[] }
  /** Makes the next piece. */
  readonly begin: (what: 'rows' | 'data', first: number) => ByteSource
  /** The disk takes no more: what comes from now on is in memory. Called once. */
  readonly onFailed: (thrown: unknown) => void
}

/** Some rows on their way to where they are kept. */
export interface RowBatch {
  readonly firstN: number
  readonly count: number
  /** Lines. */
  readonly rows: Uint8Array
  /** What the rows refer to, and where in the session's stream of bytes it begins. */
  readonly data: { readonly start: number; readonly bytes: Uint8Array } | null
}

const ROW_PIECE_BYTES = 8 * 1024 * 1024
const DATA_PIECE_BYTES = 16 * 1024 * 1024

/** All that is kept of the rows of one session: written down first, looked at when somebody asks. */
export function createSessionRows({ limits, kept, begin, onFailed }: SessionRowsOptions) {
  const words = createWords()
  const segmentOfPiece = new WeakMap<Piece, Segment>()
  let nextN = 0
  let isFailed = false
  const lines = piecesOf('rows', ROW_PIECE_BYTES, () => limits().rowBytes)
  const data = piecesOf('data', DATA_PIECE_BYTES, () => limits().dataBytes)
  let segments = lines.all().map(toSegment)
  const views = createRowViews(() => segments)
  const summaries = createSessionSummaries({
    segments: () => segments,
    bytesOf,
    textOf: (n) => rowOf(n)?.text ?? null,
  })

  function piecesOf(what: 'rows' | 'data', pieceBytes: number, limitBytes: () => number) {
    const { memoryBytes } = limits()
    const begins = (first: number): ByteSource => begin(what, first)
    const sizes = { pieceBytes, limitBytes, memoryBytes }
    return createPieces({ initial: kept[what], ...sizes, begin: begins, onFailed: failed })
  }

  function failed(thrown: unknown): void {
    if (!isFailed) onFailed(thrown)
    isFailed = true
  }

  function toSegment(piece: Piece): Segment {
    const segment = segmentOfPiece.get(piece) ?? createSegment(piece.first, piece.source, words)
    segmentOfPiece.set(piece, segment)
    return segment
  }

  const droppedRows = (): number => segments[0]?.firstN ?? nextN

  function appendRows({ firstN, count, rows }: RowBatch): void {
    const before = droppedRows()
    lines.append(firstN, rows)
    nextN = firstN + count
    lookAgain(before)
  }

  /** Some of the pieces may be gone. */
  function lookAgain(before: number): void {
    segments = lines.all().map(toSegment)
    if (droppedRows() > before) views.forget(droppedRows())
  }

  function segmentOf(n: number): Segment | undefined {
    return segments.findLast(({ firstN }) => firstN <= n)
  }

  function rowOf(n: number): StoredRow | null {
    return segmentOf(n)?.rowOf(n) ?? null
  }

  /** The bytes of a row; null when it has none or they are no longer kept. */
  function bytesOf(n: number): Uint8Array | null {
    const span = rowOf(n)?.bytes
    if (!span) return null
    const [start, length] = span
    const piece = data.all().findLast(({ first }) => first <= start)
    const bytes = piece?.source.read(start - piece.first, length)
    return bytes?.length === length ? Uint8Array.from(bytes) : null
  }

  /** Rows `offset ..` of all; `isComplete` = all are counted. */
  function pageOfAll(offset: number, limit: number, hasTime: () => boolean) {
    const rows: JournalRow[] = []
    let total = 0
    for (const segment of segments) {
      const { count, isComplete } = countOf(segment, hasTime)
      const from = Math.max(0, offset + rows.length - total)
      for (let at = from; at < count && rows.length < limit; at += 1) {
        const row = segment.rowAt(at)
        if (row) rows.push(toRow(row))
      }
      total += count
      if (!isComplete) return { rows, total, isComplete }
    }
    return { rows, total, isComplete: true }
  }

  function countOf(segment: Segment, hasTime: () => boolean): { count: number; isComplete: boolean } {
    const known = segment.rowCount()
    if (known !== null) return { count: known, isComplete: true }
    const { index, isComplete } = segment.catchUp(hasTime)
    return { count: index.count, isComplete }
  }

  return {
    append(batch: RowBatch): void {
      // First the bytes: a row that is there finds what it refers to.
      if (batch.data) data.append(batch.data.start, batch.data.bytes)
      appendRows(batch)
    },
    /** Matching rows, as far as they are found while `hasTime`. Throws `invalid` for a filter that is none. */
    page(filter: JournalFilter, offset: number, limit: number, hasTime: () => boolean): JournalPage {
      const dropped = droppedRows()
      if (isUnfiltered(filter)) {
        const { rows, total, isComplete } = pageOfAll(offset, limit, hasTime)
        return { rows, matched: total, total, dropped, complete: isComplete }
      }
      const { matched, isComplete } = views.search(filter, hasTime)
      const numbers = [...matched.values.subarray(0, matched.length).subarray(offset, offset + limit)]
      const rows = numbers.map(rowOf).filter((row) => row !== null)
      const total = segments.reduce((sum, segment) => sum + (segment.rowCount() ?? 0), 0)
      return { rows: rows.map(toRow), matched: matched.length, total, dropped, complete: isComplete }
    },
    detail: (n: number): string | null => rowOf(n)?.text ?? null,
    bytesOf,
    summaries,
    /** The limits are others: what is beyond them goes. */
    shrink(): void {
      const before = droppedRows()
      data.shrink()
      lines.shrink()
      lookAgain(before)
    },
    /** Takes all of it away; the numbers go on. */
    clear(): void {
      lines.removeAll()
      data.removeAll()
      segments = []
      views.forget(nextN)
      summaries.clear(nextN)
    },
    dropped: droppedRows,
    size: () => lines.size() + data.size(),
    memory: () => segments.reduce((sum, segment) => sum + segment.memory(), 0),
    forgetColumns(): void {
      for (const segment of segments) segment.forgetColumns()
    },
    /** What is there can still be looked at. */
    close(): void {
      lines.close()
      data.close()
    },
  }
}

export type SessionRows = ReturnType<typeof createSessionRows>

/** Of a row that should be there. */
export function notKept(n: number, what: 'row' | 'bytes'): SoundcheckError {
  const message = what === 'row' ? `row ${n} is no longer kept` : `the bytes of row ${n} are no longer kept`
  return new SoundcheckError('not-found', message, {
    hint: 'The oldest make room for newer ones; the limits of the journal are in the settings.',
  })
}
