import type { Call } from '../call/call'
import type { Client } from '../state/client'
import type { Signal } from '../state/signal'
import { toClientStats } from './client-stats'

/** How often this window's end of a call is measured, ms: the usual, and while somebody looks closely. */
export const paces = { usual: 1000, close: 100 } as const

export interface StatReporterDeps {
  readonly client: Client
  readonly call: Pick<Call, 'store' | 'stats'>
  /** Between two readings, ms. */
  readonly pace: Signal<number>
  readonly onFailed: (thrown: unknown) => void
}

/** Writes what this window's end of the call measures into the session's journal, as long as there is a call. */
export function createStatReporter({ client, call, pace, onFailed }: StatReporterDeps): { close(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isBusy = false

  const liveSession = (): string | null => {
    const { status, sessionId } = call.store.getState()
    return status === 'live' ? sessionId : null
  }

  async function report(): Promise<void> {
    const sessionId = liveSession()
    if (sessionId === null) return
    try {
      const stats = toClientStats((await call.stats()) ?? [])
      if (stats.length > 0 && liveSession() === sessionId)
        await client.request('session.reportStats', { sessionId, stats: [...stats] })
    } catch (thrown) {
      // One that ends meanwhile takes no more.
      if (liveSession() === sessionId) onFailed(thrown)
    }
  }

  async function run(): Promise<void> {
    clearTimeout(timer)
    if (isBusy) return
    isBusy = true
    await report()
    isBusy = false
    clearTimeout(timer)
    if (liveSession() !== null) timer = setTimeout(() => void run(), pace.get())
  }

  const ends = [
    call.store.subscribe((now, before) => {
      if (now.status === 'live' && before.status !== 'live') void run()
    }),
    pace.subscribe(() => liveSession() !== null && void run()),
  ]
  return {
    close() {
      for (const end of ends) end()
      clearTimeout(timer)
    },
  }
}
