import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { messageOf, SoundcheckError } from '../../../../contract/errors'
import type { ImportOutcome } from '../../../../contract/exports'
import { parseLine, type StoredRow } from '../../journal/journal-line'
import type { SessionHead } from '../../journal/session-head'
import type { ExportJob } from '../export-job'
import { readJournalFileHead } from './journal-file-head'
import { openImport } from './open-import'
import { createSessionWriter } from './session-writer'
import { streamLines } from './stream-lines'

export interface ImportOrder {
  readonly file: string
  /** Of all journals. */
  readonly dir: string
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** The bytes that a line carries. */
function dataOf(line: string): Uint8Array | null {
  if (!line.includes('"data":"')) return null
  const { data } = JSON.parse(line) as { readonly data?: unknown }
  return typeof data === 'string' && BASE64.test(data) ? Buffer.from(data, 'base64') : null
}

/** Takes rows that are whole, in the order of their numbers. */
function createRowReader() {
  let lastN = -1
  let rows = 0
  let lastUs = 0
  let damaged = 0
  return {
    read(line: string): StoredRow | null {
      const row = parseLine(line)
      if (row === null || row.n <= lastN) {
        damaged += 1
        return null
      }
      lastN = row.n
      lastUs = Math.max(lastUs, row.atUs)
      rows += 1
      return row
    },
    skip(lines: number): void {
      damaged += lines
    },
    counts: () => ({ rows, lastUs, damaged }),
  }
}

function importedHead(head: SessionHead, sessionId: string, name: string, lastUs: number): SessionHead {
  const at = head.end?.at ?? head.openedAt + lastUs / 1000
  return {
    ...head,
    sessionId,
    client: { ...head.client, door: 'file' },
    end: { at, status: 'closed', reason: `opened from ${name}` },
  }
}

function diskError(thrown: unknown): unknown {
  const isOurs = thrown instanceof SoundcheckError || !(thrown instanceof Error && 'code' in thrown)
  if (isOurs) return thrown
  return new SoundcheckError('unavailable', `The journal could not be opened: ${messageOf(thrown)}`, {
    hint: 'Look whether the disk is full, and whether the file is whole.',
    cause: thrown,
  })
}

/** Makes a session of its own out of a journal or a bundle. Throws `not-found`, `invalid`, `limit` or `unavailable`; then there is none. */
export async function importJournal({ file, dir }: ImportOrder, job: ExportJob): Promise<ImportOutcome> {
  const name = path.basename(file)
  const { stream, size, close } = await openImport(file)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const sessionId = randomUUID()
  const writer = createSessionWriter(dir, sessionId)
  const reader = createRowReader()
  let head: SessionHead | undefined

  function take(line: string): void {
    if (!head) {
      head = readJournalFileHead(line, name)
      return
    }
    if (line === '') return
    const row = reader.read(line)
    if (row) writer.append(row, dataOf(line))
  }

  try {
    for await (const { lines, read, overlong } of streamLines(stream)) {
      await job.step(read / Math.max(1, size))
      for (const line of lines) take(line)
      reader.skip(overlong)
    }
    const { rows, lastUs, damaged } = reader.counts()
    if (!head) head = readJournalFileHead('', name)
    writer.finish(importedHead(head, sessionId, name, lastUs))
    const notes =
      damaged > 0 ? [`${damaged} damaged ${damaged === 1 ? 'line was' : 'lines were'} skipped.`] : []
    return { sessionId, rows, notes }
  } catch (thrown) {
    throw diskError(thrown)
  } finally {
    writer.close()
    close()
  }
}
