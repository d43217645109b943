import { messageOf } from '../../contract/errors'
import type { JournalFilter } from '../../contract/journal'
import type { Call } from '../call/call'
import { isActive } from '../call/call-state'
import type { Client } from '../state/client'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'
import type { JournalViewDeps } from './journal-view'

/** When a message goes out again. */
export type RepeatRule =
  | { readonly when: 'timer'; readonly everyMs: number; readonly times: number | null }
  /** Once for each row that the query matches from now on. */
  | { readonly when: 'match'; readonly query: string }

export interface Repeat {
  readonly id: number
  /** With its variables, which are filled in anew each time. */
  readonly text: string
  readonly rule: RepeatRule
  readonly sent: number
  /** Why the last one did not go out; null when it did. */
  readonly failure: string | null
}

/** Messages that go out again and again; all of them end with the session. */
export interface Repeats {
  readonly running: Pick<Signal<readonly Repeat[]>, 'get' | 'subscribe'>
  start(text: string, rule: RepeatRule): void
  stop(id: number): void
  close(): void
}

export interface RepeatsDeps {
  readonly call: Pick<Call, 'store' | 'sendText'>
  readonly client: Pick<Client, 'on'>
  readonly query: JournalViewDeps['query']
  readonly fillIn: (text: string) => string
  readonly later: (work: () => void, ms: number) => () => void
}

/** Timers that are quicker would only fill the channel. */
export const MIN_REPEAT_MS = 10
const LOOK_EVERY_MS = 50
/** Rows read at one look; what matches more often is answered for these. */
const ROWS_A_LOOK = 50

export function createRepeats({ call, client, query, fillIn, later }: RepeatsDeps): Repeats {
  const running = createSignal<readonly Repeat[]>([])
  const stops = new Map<number, () => void>()
  let nextId = 1

  const change = (id: number, part: Partial<Repeat>) =>
    running.set(running.get().map((one) => (one.id === id ? { ...one, ...part } : one)))

  function send(id: number): void {
    const repeat = running.get().find((one) => one.id === id)
    if (!repeat) return
    try {
      call.sendText(fillIn(repeat.text))
      change(id, { sent: repeat.sent + 1, failure: null })
    } catch (thrown) {
      change(id, { failure: messageOf(thrown) })
    }
  }

  function stop(id: number): void {
    stops.get(id)?.()
    stops.delete(id)
    running.set(running.get().filter((one) => one.id !== id))
  }

  function runTimer(id: number, everyMs: number, times: number | null): () => void {
    let tries = 0
    let cancel: () => void = () => undefined
    const tick = () => {
      send(id)
      tries += 1
      if (times !== null && tries >= times) stop(id)
      else if (stops.has(id)) cancel = later(tick, everyMs)
    }
    cancel = later(tick, 0)
    return () => cancel()
  }

  function runMatches(id: number, sessionId: string, text: string): () => void {
    const rows = createNewRows(query, sessionId, { text, kinds: [], directions: [] })
    let cancel: (() => void) | null = null
    let isLooking = false
    let isAwaited = false
    const look = async () => {
      cancel = null
      isLooking = true
      isAwaited = false
      try {
        const count = await rows.count()
        for (let sent = 0; sent < count && stops.has(id); sent += 1) send(id)
      } catch (thrown) {
        change(id, { failure: messageOf(thrown) })
      } finally {
        isLooking = false
      }
      if (isAwaited && stops.has(id)) schedule()
    }
    const schedule = () => {
      if (isLooking) isAwaited = true
      else cancel ??= later(() => void look(), LOOK_EVERY_MS)
    }
    const off = client.on('journal.grew', (grown) => grown.sessionId === sessionId && schedule())
    schedule()
    return () => {
      off()
      cancel?.()
    }
  }

  const offCall = call.store.subscribe(({ status }) => {
    if (!isActive(status)) for (const { id } of running.get()) stop(id)
  })

  return {
    running,
    start(text, rule) {
      const { sessionId } = call.store.getState()
      if (sessionId === null) return
      const id = nextId++
      running.set([...running.get(), { id, text, rule, sent: 0, failure: null }])
      stops.set(
        id,
        rule.when === 'timer'
          ? runTimer(id, Math.max(MIN_REPEAT_MS, rule.everyMs), rule.times)
          : runMatches(id, sessionId, rule.query),
      )
    },
    stop,
    close() {
      offCall()
      for (const { id } of running.get()) stop(id)
    },
  }
}

/** How many rows came since the last count that a filter lets through; those of before the first count do not count. */
function createNewRows(query: RepeatsDeps['query'], sessionId: string, filter: JournalFilter) {
  let lastN: number | null = null
  return {
    async count(): Promise<number> {
      const { matched, complete } = await query(sessionId, filter, 0, 0)
      const offset = Math.max(0, matched - ROWS_A_LOOK)
      const { rows } = await query(sessionId, filter, offset, ROWS_A_LOOK * 2)
      const before = lastN
      // Older rows are still being searched: none of what was found is new.
      if (!complete && before === null) return 0
      lastN = rows.at(-1)?.n ?? before ?? -1
      return before === null ? 0 : rows.filter(({ n }) => n > before).length
    },
  }
}
