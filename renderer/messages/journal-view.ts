import type { WireError } from '../../contract/errors'
import { toWireError } from '../../contract/errors'
import type { JournalFilter, JournalPage, JournalRow } from '../../contract/journal'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'
import type { PageCache } from './page-cache'
import { createPageCache, PAGE_SIZE, pageStart } from './page-cache'

/** What the list shows besides the rows; a new object whenever a row or a number may have changed. */
export interface JournalSummary {
  readonly matched: number
  readonly total: number
  /** Rows no longer kept, oldest first. */
  readonly dropped: number
  /** False while older rows are still being searched. */
  readonly complete: boolean
  /** Rows that matched since the view was paused. */
  readonly unseen: number
  /** How many rows those in view moved up, because older ones are no longer kept. */
  readonly shift: number
  readonly error: WireError | null
}

export interface JournalViewDeps {
  readonly query: (
    sessionId: string,
    filter: JournalFilter,
    offset: number,
    limit: number,
  ) => Promise<JournalPage>
  readonly later: (work: () => void, ms: number) => () => void
}

/** A window on the journal of one session: fetches the rows that are looked at, at most every 100 ms. */
export interface JournalView {
  readonly summary: Pick<Signal<JournalSummary>, 'get' | 'subscribe'>
  row(index: number): JournalRow | undefined
  /** Shows another session or other rows; a null filter shows none. */
  show(sessionId: string | null, filter: JournalFilter | null): void
  /** The rows in view; none with `last` below `first`: then rows are counted only. */
  look(first: number, last: number): void
  /** There may be new rows. */
  grew(sessionId: string): void
  /** Stops the view; the journal goes on. */
  pause(paused: boolean): void
  close(): void
}

export const REFRESH_MS = 100
/** Between two answers to a question that takes several: as long as one of them takes, so that others are heard, too. */
export const GO_ON_MS = 40
const MAX_ROWS_A_QUERY = 1000
/** Rows fetched ahead on either side, so that scrolling meets few that are not there yet. */
const AHEAD_ROWS = PAGE_SIZE / 2
const nothing: JournalSummary = {
  matched: 0,
  total: 0,
  dropped: 0,
  complete: true,
  unseen: 0,
  shift: 0,
  error: null,
}

class PagedJournal implements JournalView {
  readonly summary = createSignal<JournalSummary>(nothing)
  readonly #deps: JournalViewDeps
  readonly #cache: PageCache = createPageCache()
  #sessionId: string | null = null
  #filter: JournalFilter | null = null
  #first = 0
  #last = 0
  #counts = false
  #dropped = 0
  #paused = false
  // What was asked for was found once: only from then on a pause has something to hold.
  #found = false
  // Rows of the question before are shown until there is an answer: an empty list between the two would flicker.
  #outdated = false
  #grown = false
  #asking = false
  // Counts what is shown, so that answers to an earlier question are not taken.
  #question = 0
  #cancelTimer: (() => void) | null = null

  constructor(deps: JournalViewDeps) {
    this.#deps = deps
  }

  row(index: number): JournalRow | undefined {
    return this.#cache.get(index)
  }

  show(sessionId: string | null, filter: JournalFilter | null): void {
    this.#question += 1
    this.#outdated = sessionId === this.#sessionId && this.#filter !== null && filter !== null
    this.#sessionId = sessionId
    this.#filter = filter
    this.#grown = sessionId !== null && filter !== null
    this.#asking = false
    this.#found = false
    this.#dropped = 0
    if (!this.#outdated) this.#forget()
    this.#cancel()
    void this.#refresh()
  }

  look(first: number, last: number): void {
    this.#first = Math.max(0, first)
    this.#last = Math.max(0, last)
    this.#counts = last < first
    if (this.#isWanting()) void this.#refresh()
  }

  grew(sessionId: string): void {
    if (sessionId !== this.#sessionId) return
    this.#grown = true
    this.#schedule()
  }

  pause(paused: boolean): void {
    this.#paused = paused
    if (!paused) this.#grown = true
    this.#schedule()
  }

  close(): void {
    this.#question += 1
    this.#cancel()
  }

  #forget(): void {
    this.#outdated = false
    this.#cache.clear()
    this.summary.set({ ...nothing })
  }

  #isWanting(): boolean {
    const { matched } = this.summary.get()
    if (this.#counts) return false
    const last = Math.min(this.#last + AHEAD_ROWS, matched - 1)
    return matched > 0 && this.#cache.needs(Math.max(0, this.#first - AHEAD_ROWS), last)
  }

  #schedule(ms = REFRESH_MS): void {
    this.#cancelTimer ??= this.#deps.later(() => {
      this.#cancelTimer = null
      void this.#refresh()
    }, ms)
  }

  #cancel(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }

  async #refresh(): Promise<void> {
    if (this.#asking || !this.#sessionId || !this.#filter) return
    if (!this.#grown && !this.#isWanting()) return
    const question = this.#question
    const { offset, limit } = this.#span()
    this.#grown = false
    this.#asking = true
    try {
      const page = await this.#deps.query(this.#sessionId, this.#filter, offset, limit)
      if (question === this.#question) this.#take(page, offset, limit)
    } catch (thrown) {
      if (question === this.#question) {
        if (this.#outdated) this.#forget()
        this.summary.set({ ...this.summary.get(), error: toWireError(thrown) })
      }
    } finally {
      if (question === this.#question) this.#asking = false
    }
    if (question === this.#question && !this.summary.get().error) this.#continue()
  }

  /** Whole pages around what is looked at. */
  #span(): { readonly offset: number; readonly limit: number } {
    if (this.#counts) return { offset: 0, limit: 0 }
    const offset = pageStart(Math.max(0, this.#first - AHEAD_ROWS))
    // At the end also what came since: else it would be shown a round later than it is counted.
    const ahead = this.#last >= this.summary.get().matched - 1 ? PAGE_SIZE : 0
    const end = pageStart(this.#last + AHEAD_ROWS) + PAGE_SIZE + ahead
    return { offset, limit: Math.min(end - offset, MAX_ROWS_A_QUERY) }
  }

  #continue(): void {
    const { complete } = this.summary.get()
    if (!complete) this.#grown = true
    if (this.#grown) this.#schedule(complete ? REFRESH_MS : GO_ON_MS)
    else if (this.#isWanting()) void this.#refresh()
  }

  #take(page: JournalPage, offset: number, limit: number): void {
    if (this.#outdated) this.#cache.clear()
    this.#outdated = false
    const before = this.summary.get()
    const moved = page.dropped !== this.#dropped
    this.#dropped = page.dropped
    const shift = moved ? this.#shiftOf(page.rows, offset) : 0
    if (moved) this.#cache.markAllStale()
    else this.#cache.markGrown()
    this.#cache.put(offset, limit, page.rows)
    const isHeld = this.#paused && this.#found
    const matched = isHeld ? Math.min(before.matched, page.matched) : page.matched
    const { total, dropped, complete } = page
    this.#found ||= complete
    const unseen = page.matched - matched
    this.summary.set({ matched, total, dropped, complete, unseen, shift, error: null })
  }

  #shiftOf(rows: readonly JournalRow[], offset: number): number {
    const anchor = this.#cache.get(this.#first)
    const index = anchor ? rows.findIndex((row) => row.n === anchor.n) : -1
    return index < 0 ? 0 : this.#first - (offset + index)
  }
}

export const createJournalView = (deps: JournalViewDeps): JournalView => new PagedJournal(deps)
