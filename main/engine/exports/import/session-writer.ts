import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { standardJournalLimits } from '../../../../contract/preferences'
import { type StoredRow, toLine } from '../../journal/journal-line'
import { type PieceKind, pieceFile } from '../../journal/session-folder'
import { type SessionHead, writeHead } from '../../journal/session-head'
import { tooLarge } from './open-import'

const OWN_FILE = 0o600
/** As the store itself cuts them, bytes. */
const pieceBytes = { rows: 8 * 1024 * 1024, data: 16 * 1024 * 1024 } as const
const BATCH_BYTES = 256 * 1024
const MB = 1024 * 1024
const { sessionRowsMb, sessionBytesMb } = standardJournalLimits
const mostBytes = { rows: sessionRowsMb * MB, data: sessionBytesMb * MB } as const

/** Writes the pieces of one kind, one after the other. */
function createPieceWriter(folder: string, kind: PieceKind) {
  let fd: number | null = null
  let inPiece = 0
  let total = 0
  let waiting: Uint8Array[] = []
  let waitingBytes = 0

  function flush(): void {
    const bytes = Buffer.concat(waiting)
    for (let done = 0; fd !== null && done < bytes.length; ) done += writeSync(fd, bytes, done)
    waiting = []
    waitingBytes = 0
  }

  function close(): void {
    if (fd !== null) closeSync(fd)
    fd = null
  }

  return {
    /** @param first names the piece that it may be the first of. */
    append(first: number, bytes: Uint8Array): void {
      if (total + bytes.length > mostBytes[kind]) throw tooLarge()
      if (fd !== null && inPiece + bytes.length > pieceBytes[kind]) {
        flush()
        close()
      }
      if (fd === null) {
        fd = openSync(pieceFile(folder, kind, first), 'wx', OWN_FILE)
        inPiece = 0
      }
      waiting.push(bytes)
      waitingBytes += bytes.length
      inPiece += bytes.length
      total += bytes.length
      if (waitingBytes > BATCH_BYTES) flush()
    },
    total: () => total,
    finish(): void {
      flush()
      close()
    },
    close,
  }
}

/** Writes a session into the folder of journals; until it is whole nobody sees it there. */
export function createSessionWriter(dir: string, sessionId: string) {
  const draft = path.join(dir, `.import-${sessionId}`)
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  const rows = createPieceWriter(draft, 'rows')
  const data = createPieceWriter(draft, 'data')

  return {
    append(row: StoredRow, bytes: Uint8Array | null): void {
      const start = data.total()
      if (bytes) data.append(start, bytes)
      const line = toLine({ ...row, bytes: bytes ? [start, bytes.length] : null })
      rows.append(row.n, Buffer.from(line))
    },
    finish(head: SessionHead): void {
      rows.finish()
      data.finish()
      writeHead(draft, head)
      renameSync(draft, path.join(dir, sessionId))
    },
    /** Takes away what is not whole. Idempotent. */
    close(): void {
      rows.close()
      data.close()
      rmSync(draft, { recursive: true, force: true })
    },
  }
}
