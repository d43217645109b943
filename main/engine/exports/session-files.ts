import { closeSync, openSync, readSync } from 'node:fs'
import { SoundcheckError } from '../../../contract/errors'
import { type RowKind, rowKinds } from '../../../contract/journal'
import { parseLine, type StoredRow } from '../journal/journal-line'
import { type PieceFile, pieceFiles } from '../journal/session-folder'
import { readHead, type SessionHead } from '../journal/session-head'

/** Rows of a session as they were read at one go. */
export interface RowSlice {
  readonly rows: readonly StoredRow[]
  /** Bytes of the session's lines that were read, of `of`. */
  readonly read: number
  readonly of: number
}

/** The files of one session, read from their beginning to where they ended when they were opened. */
export interface SessionFiles {
  readonly head: SessionHead
  /** Rows in their order; of some kinds only where `kinds` are given. */
  slices(kinds?: ReadonlySet<RowKind>): Generator<RowSlice>
  /** The bytes that belong to a row; null when it has none, or they are no longer kept. */
  bytesOf(row: StoredRow): Uint8Array | null
  /** Rows before the first that is kept. */
  readonly rowsGone: number
  /** Bytes of packets and messages before the first that are kept. */
  readonly bytesGone: number
  /** Lines that could not be read, in the last pass. */
  damagedLines(): number
  close(): void
}

const SLICE_BYTES = 1024 * 1024
const NEWLINE = 10
/** Lines begin like this: those of other kinds need not be parsed. */
const KIND = /^\{"n":\d+,"atUs":-?[\d.e+]+,"kind":"([a-z]+)"/

const allKinds: ReadonlySet<RowKind> = new Set(rowKinds)

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}

/** Null for a file that has made room for newer ones since it was listed. */
function openPiece(piece: PieceFile): number | null {
  try {
    return openSync(piece.path, 'r')
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
}

function* chunksOf(fd: number, size: number): Generator<Buffer> {
  for (let at = 0; at < size; ) {
    const chunk = Buffer.allocUnsafe(Math.min(SLICE_BYTES, size - at))
    const got = readSync(fd, chunk, 0, chunk.length, at)
    if (got === 0) return
    at += got
    yield chunk.subarray(0, got)
  }
}

/** Rows follow one another, and so do their bytes: what comes next is read with what was asked for. */
const AHEAD_BYTES = 256 * 1024

/** The bytes of the session's packets and messages: one piece is open at a time. */
function createByteReader(pieces: readonly PieceFile[]) {
  let open: { readonly piece: PieceFile; readonly fd: number | null } | null = null
  let ahead = { start: 0, bytes: new Uint8Array(0) }

  function close(): void {
    if (open !== null && open.fd !== null) closeSync(open.fd)
    open = null
  }

  function fdOf(piece: PieceFile): number | null {
    if (open?.piece === piece) return open.fd
    close()
    open = { piece, fd: openPiece(piece) }
    return open.fd
  }

  /** In memory of its own, that is not written to again. */
  function readAhead(start: number, length: number): Uint8Array | null {
    const piece = pieces.findLast(({ first }) => first <= start)
    const fd = piece ? fdOf(piece) : null
    if (!piece || fd === null) return null
    const bytes = new Uint8Array(Math.max(length, AHEAD_BYTES))
    const left = piece.first + piece.size - start
    const got = readSync(fd, bytes, 0, Math.min(bytes.length, left), start - piece.first)
    ahead = { start, bytes: bytes.subarray(0, got) }
    return got < length ? null : bytes.subarray(0, length)
  }

  return {
    read(start: number, length: number): Uint8Array | null {
      const at = start - ahead.start
      if (at >= 0 && at + length <= ahead.bytes.length) return ahead.bytes.subarray(at, at + length)
      return readAhead(start, length)
    },
    close,
  }
}

/** Opens what is kept of a session; it may be live. Throws `not-found`. */
export function openSessionFiles(folder: string): SessionFiles {
  const head = readHead(folder)
  if (!head) {
    throw new SoundcheckError('not-found', `There is no journal in ${folder}`, {
      hint: 'It is no longer kept, or its session.json is damaged.',
    })
  }
  const pieces = pieceFiles(folder, 'rows')
  const dataPieces = pieceFiles(folder, 'data')
  const bytes = createByteReader(dataPieces)
  const total = pieces.reduce((sum, { size }) => sum + size, 0)
  let damaged = 0

  function parsed(line: string, kinds: ReadonlySet<RowKind>): StoredRow | null {
    const kind = kinds === allKinds ? undefined : KIND.exec(line)?.[1]
    if (kind !== undefined && !kinds.has(kind as RowKind)) return null
    const row = parseLine(line)
    if (row === null) damaged += 1
    return row !== null && kinds.has(row.kind) ? row : null
  }

  function* rowsOfPiece(piece: PieceFile, before: number, kinds: ReadonlySet<RowKind>): Generator<RowSlice> {
    const fd = openPiece(piece)
    if (fd === null) return
    let rest = Buffer.alloc(0)
    let read = before
    try {
      for (const chunk of chunksOf(fd, piece.size)) {
        const text = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
        const end = text.lastIndexOf(NEWLINE)
        rest = Buffer.from(text.subarray(end + 1))
        read += chunk.length
        const lines = end < 0 ? [] : text.toString('utf8', 0, end).split('\n')
        yield {
          rows: lines.map((line) => parsed(line, kinds)).filter((row) => row !== null),
          read,
          of: total,
        }
      }
    } finally {
      closeSync(fd)
    }
    // The end of what is being written at this moment is no damage.
    if (rest.length > 0 && !(piece === pieces.at(-1) && !head?.end)) damaged += 1
  }

  return {
    head,
    *slices(kinds = allKinds) {
      damaged = 0
      let before = 0
      for (const piece of pieces) {
        yield* rowsOfPiece(piece, before, kinds)
        before += piece.size
      }
    },
    bytesOf: ({ bytes: span }) => (span === null ? null : bytes.read(...span)),
    rowsGone: pieces[0]?.first ?? 0,
    bytesGone: dataPieces[0]?.first ?? 0,
    damagedLines: () => damaged,
    close: bytes.close,
  }
}
