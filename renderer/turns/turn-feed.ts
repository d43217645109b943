import type { CallStore } from '../call/call-state'
import { isActive } from '../call/call-state'
import type { Client } from '../state/client'
import type { Mirror } from '../state/mirror'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'
import type { TurnPhase, TurnTimes } from './turn-trace'
import { TurnTrace } from './turn-trace'

/** What is told of a conversation in words and numbers; changes a few times a turn. */
export interface TurnStatus {
  readonly phase: TurnPhase
  readonly times: TurnTimes | null
  /** What woke the handler up a moment ago, `wake word` where it is not known; null = nothing did. */
  readonly wakeWord: string | null
}

/** The conversation of the session that the window shows: the trace is read by the lane, the status by the words around it. */
export interface TurnFeed {
  readonly trace: TurnTrace
  readonly status: Pick<Signal<TurnStatus>, 'get' | 'subscribe'>
  /** The handler has heard what wakes it up. */
  wake(phrase: string | null): void
  close(): void
}

export interface TurnFeedDeps {
  readonly client: Client
  readonly mirror: Mirror
  readonly call: Pick<CallStore, 'getState' | 'subscribe'>
  /** The session of somebody else that is looked at in place of this window's. */
  readonly outsideId: Pick<Signal<string | null>, 'get' | 'subscribe'>
  readonly now: () => number
}

/** As long as FastRTC's window pulses. */
export const WAKE_SHOWN_MS = 3000
const WAKE_WORD = 'wake word'
const silent: TurnStatus = { phase: 'listening', times: null, wakeWord: null }

export function createTurnFeed({ client, mirror, call, outsideId, now }: TurnFeedDeps): TurnFeed {
  const trace = new TurnTrace()
  const status = createSignal<TurnStatus>(silent)
  let wakeTimer: ReturnType<typeof setTimeout> | undefined

  const show = (change: Partial<TurnStatus>) => status.set({ ...status.get(), ...change })
  const wake = (phrase: string | null) => {
    clearTimeout(wakeTimer)
    wakeTimer = setTimeout(() => show({ wakeWord: null }), WAKE_SHOWN_MS)
    // The message does not say the word, the event does: either may come first.
    show({ wakeWord: phrase || (status.get().wakeWord ?? WAKE_WORD) })
  }
  const reset = () => {
    clearTimeout(wakeTimer)
    trace.reset()
    status.set(silent)
  }
  const shownId = (): string | null => {
    const { sessionId, status: callStatus } = call.getState()
    return outsideId.get() ?? (isActive(callStatus) ? sessionId : null)
  }
  let followed = shownId()
  const follow = () => {
    if (shownId() === followed) return
    followed = shownId()
    reset()
  }
  const off = [
    client.on('session.turn', ({ sessionId, event }) => {
      if (sessionId !== shownId()) return
      trace.push(event, now())
      show({ phase: trace.phase, times: trace.times })
      if (event.name === 'stopword') wake(event.detail)
    }),
    client.on('session.speech', ({ sessionId, ...report }) => {
      if (sessionId === shownId()) trace.pushSpeech(report, now())
    }),
    mirror.store.subscribe(({ bench }, { bench: before }) => {
      const id = shownId() ?? ''
      const session = bench.sessions[id]
      const old = before.sessions[id]
      if (!session || !old || session === old) return
      const isOther = session.handlerVersion !== old.handlerVersion
      if (!isOther && (session.host === old.host || session.host === 'running')) return
      trace.settle(now())
      show({ phase: trace.phase })
    }),
    call.subscribe(follow),
    outsideId.subscribe(follow),
  ]
  return {
    trace,
    status,
    wake,
    close: () => {
      clearTimeout(wakeTimer)
      for (const stop of off.splice(0)) stop()
    },
  }
}
