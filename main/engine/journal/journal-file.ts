import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { messageOf, SoundcheckError } from '../../../contract/errors'
import type { StoredRow } from './filter-views'
import { type JournalHead, toLine } from './journal-lines'

export interface JournalFileOptions {
  readonly path: string
  /** Where the rows go that came before those in `path`, when that is full. */
  readonly olderPath: string
  readonly head: JournalHead
  /** Between two writes at least, ms. */
  readonly interval?: number
  /** What one of the two files holds. */
  readonly segmentBytes?: number
  /** Rows that wait for the disk, UTF-16 units; beyond it the disk has failed. */
  readonly mostWaiting?: number
}

/** One session's rows on the disk. A disk that fails stops nothing but itself: it is told once, and no more is written. */
export interface JournalFile {
  append(row: StoredRow): void
  /** What was written goes too. */
  clear(): void
  /** Called when the disk fails. */
  onFailed(listener: (error: SoundcheckError) => void): void
  /** What waits for the disk, bytes (estimated), of what may wait at most. */
  waiting(): { readonly bytes: number; readonly limitBytes: number }
  /** Writes what waits. Idempotent; never rejects. */
  close(): Promise<void>
}

const INTERVAL = 200
/** Two of them are the memory that a journal may take. */
const SEGMENT_BYTES = 32 * 1024 * 1024
const MOST_WAITING = 8 * 1024 * 1024
/** Only the person may read what was said. */
const OWN_FILE = 0o600

function diskError(what: string, thrown: unknown): SoundcheckError {
  return new SoundcheckError('unavailable', `The journal ${what}: ${messageOf(thrown)}`, {
    hint: 'The call goes on, with its journal in memory alone. Free some space, or mend the folder.',
    cause: thrown,
  })
}

export function createJournalFile(options: JournalFileOptions): JournalFile {
  const { interval = INTERVAL, segmentBytes = SEGMENT_BYTES, mostWaiting = MOST_WAITING } = options
  const head = toLine(options.head)
  const listeners: ((error: SoundcheckError) => void)[] = []
  let state: 'open' | 'failed' | 'closed' = 'open'
  let handle: FileHandle | null = null
  let segment = 0
  let lines: string[] = [head]
  let queued = head.length
  let inFlight = 0
  let isClearing = false
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | null = null
  let closing: Promise<void> | undefined

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      write()
    }, interval)
  }

  /** What comes while this write is under way has its turn after it. */
  function write(): void {
    if (writing || state === 'failed' || (lines.length === 0 && !isClearing)) return
    writing = writeBatch()
      .catch(fail)
      .finally(() => {
        writing = null
        inFlight = 0
        if (state === 'open' && lines.length > 0) schedule()
      })
  }

  async function writeBatch(): Promise<void> {
    if (isClearing) await removeOld()
    else if (segment >= segmentBytes) await beginSegment()
    const batch = Buffer.from(lines.join(''))
    inFlight = queued
    queued = 0
    lines = []
    handle ??= await open(options.path, 'a', OWN_FILE)
    await handle.appendFile(batch)
    segment += batch.length
  }

  async function removeOld(): Promise<void> {
    isClearing = false
    await rm(options.olderPath, { force: true })
    await handle?.truncate(0)
    segment = 0
  }

  async function beginSegment(): Promise<void> {
    await handle?.close()
    handle = null
    await rename(options.path, options.olderPath)
    segment = 0
    lines.unshift(head)
    queued += head.length
  }

  function fail(thrown: unknown): void {
    if (state === 'failed') return
    state = 'failed'
    lines = []
    queued = 0
    inFlight = 0
    clearTimeout(timer)
    const error = diskError('cannot be kept on disk', thrown)
    for (const listener of listeners) listener(error)
  }

  /** Nothing more is written; what was is not to stay. */
  async function takeAway(): Promise<void> {
    await (closing ?? writing)
    try {
      for (const file of [options.path, options.olderPath]) await rm(file, { force: true })
    } catch (thrown) {
      const error = diskError('is still on disk', thrown)
      for (const listener of listeners) listener(error)
    }
  }

  async function finish(): Promise<void> {
    clearTimeout(timer)
    await writing
    write()
    await writing
    clearTimeout(timer)
    if (state === 'open') state = 'closed'
    await handle?.close().catch(fail)
  }

  schedule()
  return {
    append(row) {
      if (state !== 'open' || closing) return
      const line = toLine(row)
      queued += line.length
      lines.push(line)
      if (queued + inFlight > mostWaiting) fail(new Error('the disk is too slow'))
      else schedule()
    },
    clear() {
      if (state !== 'open' || closing) {
        void takeAway()
        return
      }
      lines = [head]
      queued = head.length
      isClearing = true
      schedule()
    },
    onFailed: (listener) => void listeners.push(listener),
    waiting: () => ({ bytes: queued + inFlight, limitBytes: mostWaiting }),
    close() {
      closing ??= finish()
      return closing
    },
  }
}
