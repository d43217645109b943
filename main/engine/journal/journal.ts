import { messageOf, type SourcePosition } from '../../../contract/errors'
import {
  type JournalFilter,
  type JournalPage,
  type JournalRow,
  type RowDirection,
  type RowKind,
  SUMMARY_LENGTH,
} from '../../../contract/journal'
import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import { createFilterViews, isUnfiltered, type StoredRow } from './filter-views'
import type { JournalFile } from './journal-file'

export interface JournalEntry {
  readonly kind: RowKind
  readonly text: string
  readonly direction?: RowDirection
  readonly type?: string | null
  readonly position?: SourcePosition | null
  /** When it happened, ms on the session's clock; now if left out. */
  readonly at?: number
}

export interface JournalOptions {
  readonly clock: Clock
  /** Engine clock at the start of the session: the rows' zero. */
  readonly origin: number
  /** Memory for the rows' texts; beyond it the oldest rows go, and `dropped` says so. */
  readonly limitBytes: number
  /** Called at most every `notifyInterval` ms after rows came. */
  readonly onGrew: (size: { readonly total: number; readonly dropped: number }) => void
  readonly notifyInterval: number
  /** Where the rows are kept beside the memory; the journal closes it. */
  readonly file?: JournalFile | undefined
  /** The rows of a session that is over, oldest first: fetched when somebody looks, and no page is `complete` before all are there. */
  readonly restore?: () => AsyncIterable<readonly StoredRow[]>
}

/** What a row costs beside its text, bytes; an estimate for the limit. */
const ROW_OVERHEAD_BYTES = 200

/** Everything that happened in one session, in order, on one clock. */
export interface Journal {
  append(entry: JournalEntry): void
  page(filter: JournalFilter, offset: number, limit: number): JournalPage
  /** The whole text of row `n`, or null when it is no longer kept. */
  detail(n: number): string | null
  clear(): void
  /** What waits for the disk, or, where nothing is kept there, what is in memory. */
  readQueue(): QueueReading
  close(): void
}

/** What a session needs of its journal while it runs: the rest is its keeper's. */
export type JournalSink = Pick<Journal, 'append'>

function toRow(stored: StoredRow): JournalRow {
  const { text, ...row } = stored
  return { ...row, summary: text.slice(0, SUMMARY_LENGTH), truncated: text.length > SUMMARY_LENGTH }
}

export function createJournal(options: JournalOptions): Journal {
  let rows: StoredRow[] = []
  let dropped = 0
  /** Of those dropped, the rows that nobody cleared. */
  let forgotten = 0
  let bytes = 0
  let timer: NodeJS.Timeout | undefined
  let restoring: 'to-do' | 'running' | 'done' = options.restore ? 'to-do' : 'done'
  const views = createFilterViews(() => rows)

  function notify(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      options.onGrew({ total: rows.length, dropped })
    }, options.notifyInterval)
  }

  function costOf(row: StoredRow): number {
    return row.sizeBytes + ROW_OVERHEAD_BYTES
  }

  /** Drops a tenth at once, so that the cost of shifting the rest is paid seldom. */
  function shrink(): void {
    let count = 0
    while (bytes > options.limitBytes * 0.9 && count < rows.length - 1) {
      const oldest = rows[count]
      if (!oldest) break
      bytes -= costOf(oldest)
      count += 1
    }
    rows = rows.slice(count)
    dropped += count
    forgotten += count
    views.forget(dropped)
  }

  function push(row: StoredRow): void {
    rows.push(row)
    bytes += costOf(row)
    if (bytes > options.limitBytes) shrink()
    notify()
  }

  function append(entry: JournalEntry): void {
    const row: StoredRow = {
      n: dropped + rows.length,
      atUs: Math.round((entry.at ?? options.clock.now() - options.origin) * 1000),
      kind: entry.kind,
      direction: entry.direction ?? null,
      type: entry.type ?? null,
      sizeBytes: Buffer.byteLength(entry.text),
      text: entry.text,
      position: entry.position ?? null,
    }
    push(row)
    options.file?.append(row)
  }

  async function restore(): Promise<void> {
    if (restoring !== 'to-do' || !options.restore) return
    restoring = 'running'
    try {
      for await (const slice of options.restore()) if (!takeBack(slice)) return
    } catch (thrown) {
      const at = (rows.at(-1)?.atUs ?? 0) / 1000
      append({ kind: 'error', type: 'disk', at, text: `not all rows could be read: ${messageOf(thrown)}` })
    }
    restoring = 'done'
    notify()
  }

  /** Damaged rows are missing in the file: those after them move up. False when they are no longer wanted. */
  function takeBack(slice: readonly StoredRow[]): boolean {
    if (restoring !== 'running') return false
    if (rows.length === 0 && dropped === 0) dropped = slice[0]?.n ?? 0
    for (const row of slice) push({ ...row, n: dropped + rows.length })
    return true
  }

  options.file?.onFailed((error) => {
    append({ kind: 'error', type: 'disk', text: [error.message, error.hint].join('\n') })
  })

  return {
    append,
    page(filter, offset, limit) {
      void restore()
      const base = { total: rows.length, dropped }
      const isWhole = restoring === 'done'
      if (isUnfiltered(filter)) {
        const page = rows.slice(offset, offset + limit).map(toRow)
        return { ...base, rows: page, matched: rows.length, complete: isWhole }
      }
      const { matched, complete } = views.search(filter)
      const page = matched.slice(offset, offset + limit).map(toRow)
      return { ...base, rows: page, matched: matched.length, complete: complete && isWhole }
    },
    detail(n) {
      return rows[n - dropped]?.text ?? null
    },
    clear() {
      restoring = 'done'
      options.file?.clear()
      dropped += rows.length
      rows = []
      bytes = 0
      views.forget(dropped)
      notify()
    },
    readQueue() {
      const { bytes: depth, limitBytes: limit } = options.file?.waiting() ?? {
        bytes,
        limitBytes: options.limitBytes,
      }
      const reason = forgotten > 0 ? 'its memory is full: the oldest rows made room' : null
      return { name: 'journal', unit: 'bytes', depth, limit, ageMs: null, dropped: forgotten, reason }
    },
    close() {
      restoring = 'done'
      clearTimeout(timer)
      timer = undefined
      options.onGrew({ total: rows.length, dropped })
      void options.file?.close()
    },
  }
}
