import type { BenchState, SessionEntry } from '../../contract/state'
import { type CallStore, isActive } from '../call/call-state'
import type { Mirror } from '../state/mirror'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'
import type { WindowStore } from '../state/window-store'

/** Which session of somebody else this window looks at. */
export interface OutsideSession {
  /** null = the window shows its own. */
  readonly id: Pick<Signal<string | null>, 'get' | 'subscribe'>
  close(): void
}

export interface OutsideSessionDeps {
  readonly mirror: Mirror
  readonly window: WindowStore
  readonly call: Pick<CallStore, 'getState' | 'subscribe'>
  /** The session that is looked at has ended. */
  readonly onEnded: (session: SessionEntry) => void
}

/** Sessions of others that go on, newest first. One of a window that is still connecting may be this one's own. */
export function outsideSessions(
  sessions: BenchState['sessions'],
  ownId: string | null,
): readonly SessionEntry[] {
  return Object.values(sessions)
    .filter(({ id, status, client }) => {
      const isUnsettled = client.door === 'window' && status !== 'live'
      return id !== ownId && isActive(status) && !isUnsettled
    })
    .sort((a, b) => b.openedAt - a.openedAt)
}

export function createOutsideSession({ mirror, window, call, onEnded }: OutsideSessionDeps): OutsideSession {
  const id = createSignal<string | null>(null)
  const follow = () => {
    const { chosenSessionId } = window.getState()
    const { bench } = mirror.store.getState()
    const chosen = outsideSessions(bench.sessions, call.getState().sessionId).find(
      (session) => session.id === chosenSessionId,
    )
    const before = id.get()
    id.set(chosen?.id ?? null)
    const ended =
      before !== null && before === chosenSessionId && !chosen ? bench.sessions[before] : undefined
    if (ended) onEnded(ended)
  }
  const off = [
    mirror.store.subscribe(follow),
    call.subscribe(follow),
    window.subscribe((state, before) => {
      // Who turns to another handler does not look at that session any more.
      const session = mirror.store.getState().bench.sessions[id.get() ?? '']
      const hasTurned = state.selectedHandlerId !== before.selectedHandlerId
      if (session && hasTurned && state.selectedHandlerId !== session.handlerId)
        window.setState({ chosenSessionId: null })
      else follow()
    }),
  ]
  return {
    id,
    close: () => {
      for (const stop of off.splice(0)) stop()
    },
  }
}
