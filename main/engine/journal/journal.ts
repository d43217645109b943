import type { SourcePosition } from '../../../contract/errors'
import {
  type JournalFilter,
  type JournalPage,
  type JournalRow,
  type RowDirection,
  type RowKind,
  SUMMARY_LENGTH,
} from '../../../contract/journal'
import type { Clock } from '../clock'
import { createFilterViews, isUnfiltered, type StoredRow } from './filter-views'

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
  close(): void
}

function toRow(stored: StoredRow): JournalRow {
  const { text, ...row } = stored
  return { ...row, summary: text.slice(0, SUMMARY_LENGTH), truncated: text.length > SUMMARY_LENGTH }
}

export function createJournal(options: JournalOptions): Journal {
  let rows: StoredRow[] = []
  let dropped = 0
  let bytes = 0
  let timer: NodeJS.Timeout | undefined
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
    views.forget(dropped)
  }

  return {
    append(entry) {
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
      rows.push(row)
      bytes += costOf(row)
      if (bytes > options.limitBytes) shrink()
      notify()
    },
    page(filter, offset, limit) {
      const base = { total: rows.length, dropped }
      if (isUnfiltered(filter)) {
        const page = rows.slice(offset, offset + limit).map(toRow)
        return { ...base, rows: page, matched: rows.length, complete: true }
      }
      const { matched, complete } = views.search(filter)
      const page = matched.slice(offset, offset + limit).map(toRow)
      return { ...base, rows: page, matched: matched.length, complete }
    },
    detail(n) {
      return rows[n - dropped]?.text ?? null
    },
    clear() {
      dropped += rows.length
      rows = []
      bytes = 0
      views.forget(dropped)
      notify()
    },
    close() {
      clearTimeout(timer)
      timer = undefined
      options.onGrew({ total: rows.length, dropped })
    },
  }
}
