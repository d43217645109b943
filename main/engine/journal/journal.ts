import type { SourcePosition } from '../../../contract/errors'
import type { RowDirection, RowKind } from '../../../contract/journal'
import type { RowFields } from '../../../contract/row-fields'
import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import { toLine } from './journal-line'
import type { SessionEnd } from './session-head'
import type { RowBatch } from './store/session-rows'

export interface JournalEntry {
  readonly kind: RowKind
  readonly text: string
  readonly direction?: RowDirection
  readonly type?: string | null
  readonly position?: SourcePosition | null
  /** See `contract/row-fields`. */
  readonly fields?: RowFields
  /** What belongs to the row as it is: a packet, a binary message. Nobody writes to it afterwards. */
  readonly bytes?: Uint8Array
  /** When it happened, ms on the session's clock; now if left out. */
  readonly at?: number
}

export interface JournalOptions {
  readonly clock: Clock
  /** Engine clock at the start of the session: the rows' zero. */
  readonly origin: number
  /** Takes a batch to where it is kept; it may take the memory with it. */
  readonly send: (batch: RowBatch) => void
  readonly end: (end: SessionEnd) => void
  /** Whether somebody looks at it. */
  readonly isWatched: () => boolean
  /** Called after rows came, when they are sent; at most every {@link WATCHED_INTERVAL} or {@link INTERVAL} ms. */
  readonly onGrew: (size: { readonly total: number; readonly dropped: number }) => void
}

/** What is written down of one session while it runs, in order, on one clock. */
export interface Journal {
  append(entry: JournalEntry): void
  /** Sends what waits. */
  flush(): void
  /** So many bytes arrived where they are kept, where the first `dropped` rows made room. */
  taken(bytes: number, dropped: number): void
  /** What waits for the disk. */
  readQueue(): QueueReading
  /** The session is over: nothing is appended any more. Idempotent. */
  close(end: SessionEnd): void
}

/** What a session needs of its journal while it runs: the rest is its keeper's. */
export type JournalSink = Pick<Journal, 'append'>

/** For a session of which nobody wants to know. */
export const noJournal: Journal = {
  append: () => undefined,
  flush: () => undefined,
  taken: () => undefined,
  readQueue: () => ({
    ...{ name: 'journal', unit: 'bytes', depth: 0, limit: 0 },
    ...{ ageMs: null, dropped: 0, reason: null },
  }),
  close: () => undefined,
}

/** Between two batches, ms: what is killed with them is lost. */
const INTERVAL = 150
/** The same while somebody looks. */
const WATCHED_INTERVAL = 50
/** A batch that is as large is sent at once, UTF-16 units and bytes. */
const BATCH_SIZE = 256 * 1024
/** On the way to the disk, bytes; beyond it rows are lost, and counted. */
const MOST_WAITING = 64 * 1024 * 1024

const encoder = new TextEncoder()
const noFields: RowFields = {}

function joined(blobs: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length)
  let at = 0
  for (const blob of blobs) {
    all.set(blob, at)
    at += blob.length
  }
  return all
}

export function createJournal(options: JournalOptions): Journal {
  let nextN = 0
  let dropped = 0
  let lines: string[] = []
  let blobs: Uint8Array[] = []
  let lineSize = 0
  let blobSize = 0
  /** Bytes of rows since the session began: where the next are in the stream of all of them. */
  let streamed = 0
  let onTheWay = 0
  let lost = 0
  let lostInAll = 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  function append(entry: JournalEntry): void {
    if (isClosed) return
    if (onTheWay > MOST_WAITING) {
      lost += 1
      lostInAll += 1
      return
    }
    if (lost > 0) tellLost()
    push(entry)
  }

  function tellLost(): void {
    const text = `${lost} rows are missing here: the disk was too slow`
    lost = 0
    push({ kind: 'error', type: 'disk', text })
  }

  function push({ kind, text, direction, type, position, fields, bytes, at }: JournalEntry): void {
    const line = toLine({
      n: nextN,
      atUs: Math.round((at ?? options.clock.now() - options.origin) * 1000),
      kind,
      direction: direction ?? null,
      type: type ?? null,
      sizeBytes: bytes?.length ?? Buffer.byteLength(text),
      text,
      position: position ?? null,
      fields: fields ?? noFields,
      bytes: bytes ? [streamed + blobSize, bytes.length] : null,
    })
    nextN += 1
    lines.push(line)
    lineSize += line.length
    if (bytes) {
      blobs.push(bytes)
      blobSize += bytes.length
    }
    if (lineSize + blobSize > BATCH_SIZE) flush()
    timer ??= setTimeout(flushInTime, untilNextBatch())
  }

  /** At the same beat in all sessions, so that the store wakes once for all of them. */
  function untilNextBatch(): number {
    const interval = options.isWatched() ? WATCHED_INTERVAL : INTERVAL
    return interval - (options.clock.now() % interval)
  }

  function flushInTime(): void {
    timer = undefined
    flush()
    options.onGrew({ total: nextN - dropped, dropped })
  }

  function flush(): void {
    if (lines.length === 0) return
    const rows = encoder.encode(lines.join(''))
    const data = blobSize > 0 ? { start: streamed, bytes: joined(blobs, blobSize) } : null
    const batch = { firstN: nextN - lines.length, count: lines.length, rows, data }
    streamed += blobSize
    onTheWay += rows.length + blobSize
    lines = []
    blobs = []
    lineSize = 0
    blobSize = 0
    options.send(batch)
  }

  return {
    append,
    flush,
    taken(bytes, gone) {
      onTheWay -= bytes
      dropped = gone
    },
    readQueue() {
      const depth = onTheWay + lineSize + blobSize
      const reason = lostInAll > 0 ? 'the disk was too slow' : null
      return {
        name: 'journal',
        unit: 'bytes',
        depth,
        limit: MOST_WAITING,
        ageMs: null,
        dropped: lostInAll,
        reason,
      }
    },
    close(end) {
      if (isClosed) return
      if (lost > 0) tellLost()
      isClosed = true
      clearTimeout(timer)
      flushInTime()
      options.end(end)
    },
  }
}
