import type { WireError } from '../../contract/errors'
import { toWireError } from '../../contract/errors'
import { createSignal, type Signal } from '../state/signal'

/** An answer, and whether there is more to be had by asking again. */
export interface PolledAnswer<T> {
  readonly value: T
  readonly complete: boolean
}

export interface PolledState<T> {
  /** null until there was an answer; a failure leaves the last one. */
  readonly value: T | null
  readonly complete: boolean
  readonly error: WireError | null
}

export interface PolledDeps<T> {
  readonly ask: () => Promise<PolledAnswer<T>>
  readonly later: (work: () => void, ms: number) => () => void
  /** Between two answers at least, ms. */
  readonly everyMs: number
}

/** Something that changes as rows come: asked for at once, then again when there is news, but not too often. */
export interface Polled<T> {
  readonly state: Pick<Signal<PolledState<T>>, 'get' | 'subscribe'>
  /** There may be news. */
  again(): void
  close(): void
}

export function createPolled<T>({ ask, later, everyMs }: PolledDeps<T>): Polled<T> {
  const state = createSignal<PolledState<T>>({ value: null, complete: false, error: null })
  let phase: 'resting' | 'asking' | 'waiting' | 'closed' = 'resting'
  let isWanted = false
  let cancel: (() => void) | null = null

  async function run(): Promise<void> {
    phase = 'asking'
    isWanted = false
    const next = await answer()
    if (isClosed()) return
    state.set(next)
    isWanted ||= next.error === null && !next.complete
    phase = 'waiting'
    cancel = later(rest, everyMs)
  }

  const isClosed = (): boolean => phase === 'closed'

  async function answer(): Promise<PolledState<T>> {
    try {
      const { value, complete } = await ask()
      return { value, complete, error: null }
    } catch (thrown) {
      return { ...state.get(), error: toWireError(thrown) }
    }
  }

  function rest(): void {
    cancel = null
    phase = 'resting'
    if (isWanted) void run()
  }

  void run()
  return {
    state,
    again() {
      isWanted = true
      if (phase === 'resting') void run()
    },
    close() {
      phase = 'closed'
      cancel?.()
    },
  }
}
