import type { JournalFilter, JournalRow } from '../../../contract/journal'

/** A row as it is kept: with its whole text. */
export type StoredRow = Omit<JournalRow, 'summary' | 'truncated'> & { readonly text: string }

/** Rows looked at in one call: about 2 ms of work, so that a search never holds up the media. */
const SLICE = 4_000
/** Filters remembered at once. */
const KEPT_VIEWS = 4

interface View {
  matched: StoredRow[]
  /** Number of the next row to look at. */
  next: number
}

export function isUnfiltered(filter: JournalFilter): boolean {
  return filter.text.trim() === '' && filter.kinds.length === 0 && filter.directions.length === 0
}

function createMatcher(filter: JournalFilter): (row: StoredRow) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const { kinds, directions } = filter
  return (row) => {
    if (kinds.length > 0 && !kinds.includes(row.kind)) return false
    if (directions.length > 0 && row.direction !== null && !directions.includes(row.direction)) return false
    if (words.length === 0) return true
    const text = `${row.type ?? ''}\n${row.text}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

/**
 * The matching rows of the filters in use. A view grows with the journal; a new filter is searched a slice at a time,
 * and the caller asks again until `complete`.
 */
export function createFilterViews(rows: () => readonly StoredRow[]) {
  const views = new Map<string, View & { matches: (row: StoredRow) => boolean }>()

  function viewOf(filter: JournalFilter) {
    const key = JSON.stringify(filter)
    const known = views.get(key)
    if (known) return known
    const oldest = views.keys().next().value
    if (views.size >= KEPT_VIEWS && oldest !== undefined) views.delete(oldest)
    const view = { matched: [], next: rows()[0]?.n ?? 0, matches: createMatcher(filter) }
    views.set(key, view)
    return view
  }

  return {
    search(filter: JournalFilter): { readonly matched: readonly StoredRow[]; readonly complete: boolean } {
      const view = viewOf(filter)
      const all = rows()
      const first = all[0]?.n ?? view.next
      const from = Math.max(0, view.next - first)
      const to = Math.min(all.length, from + SLICE)
      for (const row of all.slice(from, to)) if (view.matches(row)) view.matched.push(row)
      view.next = first + to
      return { matched: view.matched, complete: to >= all.length }
    },
    /** Rows before `n` are no longer kept. */
    forget(n: number): void {
      for (const view of views.values()) {
        const keep = view.matched.findIndex((row) => row.n >= n)
        view.matched = keep < 0 ? [] : view.matched.slice(keep)
        view.next = Math.max(view.next, n)
      }
    },
  }
}
