import type { WireError } from '../../contract/errors'
import { toWireError } from '../../contract/errors'
import type { JournalFilter, JournalPage, JournalRow } from '../../contract/journal'
import type { JournalViewDeps } from '../messages/journal-view'
import { REFRESH_MS } from '../messages/journal-view'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'

/** The newest rows of a session that a filter lets through, without a gap. */
export interface ConsoleRows {
  readonly rows: readonly JournalRow[]
  /** Rows before the first of them. */
  readonly older: number
  readonly matched: number
  readonly complete: boolean
  readonly error: WireError | null
  /** False until the first answer. */
  readonly isRead: boolean
}

/** Follows a session's console: lines that repeat can be put together only where none is missing between them. */
export interface ConsoleLog {
  readonly shown: Pick<Signal<ConsoleRows>, 'get' | 'subscribe'>
  show(sessionId: string | null, filter: JournalFilter | null): void
  grew(sessionId: string): void
  pause(paused: boolean): void
  /** Reads some of the rows before the first. */
  readOlder(): void
  close(): void
}

export type ConsoleLogDeps = Pick<JournalViewDeps, 'query' | 'later'>

export const ROWS_A_READ = 1000
/** More lines nobody reads at once; older ones are read when they are asked for. */
export const MAX_ROWS = 10_000

const nothing: ConsoleRows = { rows: [], older: 0, matched: 0, complete: true, error: null, isRead: false }

type Ask = (offset: number, limit: number) => Promise<JournalPage>
type Work = (ask: Ask) => Promise<void>

export function createConsoleLog({ query, later }: ConsoleLogDeps): ConsoleLog {
  const shown = createSignal<ConsoleRows>(nothing)
  let asked: { readonly sessionId: string; readonly filter: JournalFilter } | null = null
  let dropped = 0
  let isPaused = false
  let isAsking = false
  let isAwaited = false
  // What waits for the answer to come.
  let next: Work | null = null
  let cancel: (() => void) | null = null

  function schedule(): void {
    if (isAsking || isPaused) isAwaited = true
    else
      cancel ??= later(() => {
        cancel = null
        void read(newer)
      }, REFRESH_MS)
  }

  /** One question at a time; its answer counts only while it is still asked. */
  async function read(work: Work): Promise<void> {
    const question = asked
    if (!question) return
    if (isAsking) {
      next = work
      return
    }
    isAsking = true
    isAwaited = false
    try {
      await work((offset, limit) => query(question.sessionId, question.filter, offset, limit))
    } catch (thrown) {
      if (asked === question) shown.set({ ...shown.get(), error: toWireError(thrown) })
    }
    isAsking = false
    const waiting = next
    next = null
    if (waiting) void read(waiting)
    else if (isAwaited || !shown.get().complete) schedule()
  }

  async function newer(ask: Ask): Promise<void> {
    const question = asked
    let { rows, older } = shown.get()
    let page = await ask(older + rows.length, ROWS_A_READ)
    if (question !== asked) return
    // Rows went at the front, so that places moved; or there is too much to read all of it: begin anew at the end.
    const isAhead = page.matched > older + rows.length + ROWS_A_READ
    if (page.dropped !== dropped || isAhead || page.matched < older + rows.length) {
      dropped = page.dropped
      older = Math.max(0, page.matched - ROWS_A_READ)
      rows = []
      page = await ask(older, ROWS_A_READ)
      if (question !== asked) return
    }
    const all = [...rows, ...page.rows]
    const kept = all.slice(-MAX_ROWS)
    const { matched, complete } = page
    shown.set({
      rows: kept,
      older: older + all.length - kept.length,
      matched,
      complete,
      error: null,
      isRead: true,
    })
  }

  async function before(ask: Ask): Promise<void> {
    const question = asked
    const { rows, older } = shown.get()
    const offset = Math.max(0, older - ROWS_A_READ)
    const page = await ask(offset, older - offset)
    if (question === asked && page.dropped === dropped)
      shown.set({ ...shown.get(), rows: [...page.rows, ...rows], older: offset })
  }

  return {
    shown,
    show(sessionId, filter) {
      asked = sessionId !== null && filter ? { sessionId, filter } : null
      dropped = 0
      cancel?.()
      cancel = null
      shown.set({ ...nothing })
      void read(newer)
    },
    grew(sessionId) {
      if (asked?.sessionId === sessionId) schedule()
    },
    pause(paused) {
      isPaused = paused
      if (!paused && isAwaited) schedule()
    },
    readOlder: () => void read(before),
    close() {
      asked = null
      cancel?.()
      cancel = null
    },
  }
}
