import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import { toWireError, type WireError } from '../../contract/errors'
import { isActive } from '../call/call-state'
import type { OutsideSession } from '../sessions/outside-session'
import type { Walk } from './chain'
import { isOpen, walkAll } from './chain'
import type { CollectorDeps, Look, Subject } from './collector'
import { openLook } from './collector'
import type { Span } from './evidence'
import { elapsedOf, WATCHED_MS } from './evidence'

export interface DetectiveState {
  readonly isOpen: boolean
  readonly status: 'idle' | 'looking' | 'done' | 'failed'
  /** 0..1, of the time that a check takes at most. */
  readonly progress: number
  readonly walks: readonly Walk[]
  /** The handler whose path it is. */
  readonly title: string
  /** When it was done; ms since the epoch. */
  readonly checkedAt: number | null
  /** Why no check could be made. */
  readonly error: WireError | null
}

export interface DetectiveDeps extends CollectorDeps {
  readonly outside: OutsideSession
  /** ms since the epoch. */
  readonly wallClock: () => number
  /** Calls back once after `ms`. */
  readonly after: (ms: number, work: () => void) => void
}

/** Finds the first dead link of the path that sound and pictures take. */
export interface Detective {
  readonly store: Pick<StoreApi<DetectiveState>, 'getState' | 'subscribe' | 'getInitialState'>
  /** Shows the panel and begins to look. */
  open(): void
  close(): void
  check(): Promise<void>
}

/** How often evidence is taken while a link cannot be judged yet, ms. */
const SAMPLE_MS = 480

const initial: DetectiveState = {
  isOpen: false,
  status: 'idle',
  progress: 0,
  walks: [],
  title: '',
  checkedAt: null,
  error: null,
}

/** What the person looks at: the session of somebody else, this window's call, or the handler that is selected. */
export function subjectOf({ outside, call, mirror, window }: DetectiveDeps): Subject | null {
  const { bench } = mirror.store.getState()
  const outsideId = outside.id.get()
  const other = outsideId === null ? undefined : bench.sessions[outsideId]
  const { status, handlerId, sessionId } = call.store.getState()
  const isOn = isActive(status)
  const id = other?.handlerId ?? (isOn ? handlerId : window.getState().selectedHandlerId)
  const manifest = id === null ? null : (bench.handlers[id]?.manifest ?? null)
  if (!manifest) return null
  if (other) return { manifest, sessionId: other.id, isOwn: false, isLive: isActive(other.status) }
  return { manifest, sessionId: isOn ? sessionId : null, isOwn: true, isLive: isOn && sessionId !== null }
}

export function createDetective(deps: DetectiveDeps): Detective {
  const store = createStore<DetectiveState>(() => initial)
  let newest = 0
  const pause = () => new Promise<void>((resolve) => deps.after(SAMPLE_MS, resolve))

  /** Takes evidence until every link can be judged, or the time is over. */
  async function watch(look: Look, isWanted: () => boolean): Promise<void> {
    const first = await look.take()
    let span: Span = { first, last: first }
    while (isWanted()) {
      store.setState({ walks: walkAll(span), progress: Math.min(1, elapsedOf(span) / WATCHED_MS) })
      if (!isOpen(span)) return
      await pause()
      if (isWanted()) span = { first, last: await look.take() }
    }
  }

  async function check(): Promise<void> {
    const ticket = ++newest
    const isWanted = () => ticket === newest
    const subject = subjectOf(deps)
    if (!subject) {
      store.setState({ ...initial, isOpen: store.getState().isOpen, status: 'failed', error: noHandler })
      return
    }
    store.setState({ status: 'looking', progress: 0, title: subject.manifest.title, error: null })
    try {
      const look = await openLook(deps, subject)
      try {
        await watch(look, isWanted)
      } finally {
        await look.close()
      }
      if (isWanted()) store.setState({ status: 'done', progress: 1, checkedAt: deps.wallClock() })
    } catch (thrown) {
      if (isWanted()) store.setState({ status: 'failed', error: toWireError(thrown) })
    }
  }

  return {
    store,
    open: () => {
      store.setState({ ...initial, isOpen: true })
      void check()
    },
    close: () => {
      newest += 1
      store.setState({ isOpen: false, status: 'idle' })
    },
    check,
  }
}

const noHandler: WireError = {
  code: 'invalid',
  message: 'There is no handler whose path could be looked at.',
  hint: 'Choose one that loads in the list at the left.',
}
