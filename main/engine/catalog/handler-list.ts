import type { HandlerEntry } from '../../../contract/state'
import { entryOf, type HandlerRecord, type IsolationOf, isSameEntry } from './handler-record'

export type EntryChanges = ReadonlyMap<string, HandlerEntry | null>

export interface HandlerListOptions {
  /** Whether a handler other than this file itself imports it. */
  readonly isImported: (record: HandlerRecord) => boolean
  readonly isolationOf: IsolationOf
  readonly onChanged: (entries: EntryChanges) => void
}

/** The handlers as they are shown: what the records say, without the modules that handlers share. */
export interface HandlerList {
  /** Tells what differs from the last time. While files are `unread`, one without importers may still find one. */
  publish(records: Iterable<HandlerRecord>, unread: boolean): void
  clear(): void
}

export function createHandlerList({ isImported, isolationOf, onChanged }: HandlerListOptions): HandlerList {
  let shown: ReadonlyMap<string, HandlerEntry> = new Map()

  function entryToShow(record: HandlerRecord, unread: boolean): HandlerEntry | null {
    if (!record.isModule || record.history.current()) return entryOf(record, isolationOf)
    if (isImported(record)) return null
    return unread
      ? { ...entryOf(record, isolationOf), status: 'compiling', error: null }
      : entryOf(record, isolationOf)
  }

  function show(next: ReadonlyMap<string, HandlerEntry>): void {
    const changes = new Map<string, HandlerEntry | null>()
    for (const [id, entry] of next) if (shown.get(id) !== entry) changes.set(id, entry)
    for (const id of shown.keys()) if (!next.has(id)) changes.set(id, null)
    shown = next
    if (changes.size > 0) onChanged(changes)
  }

  return {
    publish(records, unread) {
      const next = new Map<string, HandlerEntry>()
      for (const record of records) {
        const entry = entryToShow(record, unread)
        const before = shown.get(record.id)
        if (entry) next.set(record.id, before && isSameEntry(before, entry) ? before : entry)
      }
      show(next)
    },
    clear: () => show(new Map()),
  }
}
