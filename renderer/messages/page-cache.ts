import type { JournalRow } from '../../contract/journal'

export const PAGE_SIZE = 200
const MAX_PAGES = 40

interface Page {
  readonly rows: readonly JournalRow[]
  /** Rows of it may have changed: it is shown until it was fetched again. */
  stale: boolean
}

/** Rows of a long list by index, kept in pages; the pages that were used longest ago go first. */
export interface PageCache {
  get(index: number): JournalRow | undefined
  /** Whether a page with rows of `first..last` is missing or stale. */
  needs(first: number, last: number): boolean
  /** The answer to a query for `limit` rows; both numbers are multiples of {@link PAGE_SIZE}. */
  put(offset: number, limit: number, rows: readonly JournalRow[]): void
  /** Pages that are not full may grow; all others keep their rows. */
  markGrown(): void
  markAllStale(): void
  clear(): void
}

export const pageStart = (index: number): number => Math.floor(index / PAGE_SIZE) * PAGE_SIZE

export function createPageCache(): PageCache {
  // Insertion order is the order of use.
  const pages = new Map<number, Page>()
  const touch = (start: number, page: Page) => {
    pages.delete(start)
    pages.set(start, page)
  }
  const trim = () => {
    for (const start of pages.keys()) {
      if (pages.size <= MAX_PAGES) return
      pages.delete(start)
    }
  }
  return {
    get: (index) => {
      const start = pageStart(index)
      return pages.get(start)?.rows[index - start]
    },
    needs: (first, last) => {
      for (let start = pageStart(first); start <= last; start += PAGE_SIZE) {
        const page = pages.get(start)
        if (!page || page.stale) return true
        touch(start, page)
      }
      return false
    },
    put: (offset, limit, rows) => {
      // Also the pages that came back empty, or they would be asked for again and again.
      for (let start = 0; start < limit; start += PAGE_SIZE) {
        touch(offset + start, { rows: rows.slice(start, start + PAGE_SIZE), stale: false })
      }
      trim()
    },
    markGrown: () => {
      for (const page of pages.values()) page.stale ||= page.rows.length < PAGE_SIZE
    },
    markAllStale: () => {
      for (const page of pages.values()) page.stale = true
    },
    clear: () => pages.clear(),
  }
}
