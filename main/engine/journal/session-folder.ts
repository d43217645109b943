import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseLine, type StoredRow } from './journal-line'

/** The end of a file in which the last rows are looked for, bytes. */
const TAIL_BYTES = 1024 * 1024
const endings = { rows: 'jsonl', data: 'bin' } as const

export type PieceKind = keyof typeof endings

export interface PieceFile {
  readonly first: number
  readonly path: string
  readonly size: number
}

export function journalsDir(dataDir: string): string {
  return path.join(dataDir, 'journals')
}

/** The name says where the piece begins, so that names are in the order of what they hold. */
export function pieceFile(folder: string, kind: PieceKind, first: number): string {
  return path.join(folder, `${kind}-${String(first).padStart(15, '0')}.${endings[kind]}`)
}

/** The pieces of one kind in a session's folder, oldest first. */
export function pieceFiles(folder: string, kind: PieceKind): readonly PieceFile[] {
  if (!existsSync(folder)) return []
  const name = new RegExp(`^${kind}-(\\d{15})\\.${endings[kind]}$`)
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const first = name.exec(file)?.[1]
      const where = path.join(folder, file)
      return first === undefined ? [] : [{ first: Number(first), path: where, size: statSync(where).size }]
    })
}

/** Of all that is kept of a session's rows, bytes. */
export function folderSize(folder: string): number {
  const files = [...pieceFiles(folder, 'rows'), ...pieceFiles(folder, 'data')]
  return files.reduce((sum, { size }) => sum + size, 0)
}

function tailOf({ path: file, size }: PieceFile): readonly StoredRow[] {
  const bytes = readFileSync(file)
  const lines = bytes.toString('utf8', Math.max(0, size - TAIL_BYTES)).split('\n')
  return lines.map(parseLine).filter((row) => row !== null)
}

/** The last `count` rows at most that a person may want to read, as far as they lie at the ends of the last two pieces; read at once, for who has no time. */
export function lastRows(dir: string, sessionId: string, count: number): readonly StoredRow[] {
  const pieces = pieceFiles(path.join(dir, sessionId), 'rows').slice(-2)
  return pieces
    .flatMap(tailOf)
    .filter(({ kind }) => !['rtp', 'rtcp', 'call'].includes(kind))
    .slice(-count)
}
