import { closeSync, createReadStream, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import type { StoredRow } from './filter-views'
import { parseRow } from './journal-lines'

/** The end of a file in which the last rows are looked for, bytes. */
const TAIL_BYTES = 1024 * 1024

export function journalsDir(dataDir: string): string {
  return path.join(dataDir, 'journals')
}

/** The files of a session's journal: rows go to `path`, those before them are in `olderPath`. */
export function journalPaths(dir: string, sessionId: string): { path: string; olderPath: string } {
  return { path: path.join(dir, `${sessionId}.jsonl`), olderPath: path.join(dir, `${sessionId}.older.jsonl`) }
}

function rowsOf(lines: readonly string[]): StoredRow[] {
  return lines.map(parseRow).filter((row) => row !== null)
}

async function* readFileRows(file: string): AsyncGenerator<readonly StoredRow[]> {
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 32 * 1024 })) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield rowsOf(lines)
  }
  yield rowsOf([rest])
}

/** A session's rows as they are on the disk, oldest first, in slices that take a millisecond or so. None where there is no file. */
export async function* readJournal(dir: string, sessionId: string): AsyncGenerator<readonly StoredRow[]> {
  const { path: newer, olderPath } = journalPaths(dir, sessionId)
  for (const file of [olderPath, newer]) if (existsSync(file)) yield* readFileRows(file)
}

function tailOf(file: string): StoredRow[] {
  if (!existsSync(file)) return []
  const fd = openSync(file, 'r')
  try {
    const { size } = fstatSync(fd)
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES))
    const length = readSync(fd, buffer, 0, buffer.length, size - buffer.length)
    return rowsOf(buffer.toString('utf8', 0, length).split('\n'))
  } finally {
    closeSync(fd)
  }
}

/** The last `count` rows at most, as far as they lie in the last megabyte; read at once, for who has no time. */
export function lastRows(dir: string, sessionId: string, count: number): readonly StoredRow[] {
  const { path: newer, olderPath } = journalPaths(dir, sessionId)
  const rows = tailOf(newer)
  return [...(rows.length < count ? tailOf(olderPath) : []), ...rows].slice(-count)
}
