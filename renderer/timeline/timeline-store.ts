import { createStore, type StoreApi } from 'zustand/vanilla'
import { atEnd, clamped, moved, type TimeSpan, wholeSpan, zoomed } from './time-view'

export interface TimelineState {
  readonly sessionId: string | null
  readonly view: TimeSpan
  /** The view moves with the end of the session. */
  readonly follows: boolean
  /** The view is all that there is, and grows with it. */
  readonly isWhole: boolean
  /** The newest that there is, µs. */
  readonly endUs: number
  readonly cursorUs: number | null
  readonly selection: TimeSpan | null
  readonly showsSpectrum: boolean
}

/** Of a call that is on, this much is shown at first, µs. */
const LIVE_US = 30_000_000

/** Which part of which session the timeline shows, and what is chosen in it. */
export interface TimelineStore
  extends Pick<StoreApi<TimelineState>, 'getState' | 'subscribe' | 'getInitialState'> {
  /** Shows another session from the beginning: the whole, or, while it is on, its newest part. */
  open(sessionId: string | null, isLive: boolean): void
  /** More of the session is there. */
  setEnd(endUs: number): void
  zoom(factor: number, aroundUs?: number): void
  moveBy(byUs: number): void
  show(span: TimeSpan): void
  showAll(): void
  follow(): void
  setCursor(us: number | null): void
  select(span: TimeSpan | null): void
  toggleSpectrum(): void
}

const initial: TimelineState = {
  ...{ sessionId: null, view: wholeSpan(0), follows: false, isWhole: true, endUs: 0 },
  ...{ cursorUs: null, selection: null, showsSpectrum: false },
}

export function createTimelineStore(): TimelineStore {
  const store = createStore<TimelineState>(() => initial)
  const { getState, setState } = store
  /** Shown because the person wanted to see it: it does not run away. */
  const stay = (view: TimeSpan) => setState({ view, follows: false, isWhole: false })

  function isInView(us: number): boolean {
    const { view } = getState()
    return us >= view.fromUs && us <= view.toUs
  }

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    open(sessionId, isLive) {
      const { showsSpectrum } = getState()
      const view = isLive ? { fromUs: 0, toUs: LIVE_US } : wholeSpan(0)
      setState({ ...initial, sessionId, view, showsSpectrum, follows: isLive, isWhole: !isLive })
    },
    setEnd(endUs) {
      const { view, follows, isWhole, endUs: before } = getState()
      if (endUs === before) return
      const next = isWhole ? wholeSpan(endUs) : follows ? atEnd(view, endUs) : clamped(view, endUs)
      setState({ endUs, view: next })
    },
    zoom(factor, aroundUs) {
      const { view, cursorUs, endUs, follows } = getState()
      const middle = (view.fromUs + view.toUs) / 2
      const seen = cursorUs !== null && isInView(cursorUs) ? cursorUs : middle
      const next = zoomed(view, factor, aroundUs ?? seen, endUs)
      // With the keys the end stays in sight while it is followed.
      if (follows && aroundUs === undefined) setState({ view: atEnd(next, endUs) })
      else stay(next)
    },
    moveBy(byUs) {
      const { view, endUs } = getState()
      stay(moved(view, byUs, endUs))
    },
    show: (span) => stay(clamped(span, getState().endUs)),
    showAll: () => setState(({ endUs }) => ({ view: wholeSpan(endUs), follows: false, isWhole: true })),
    follow() {
      const { view, endUs } = getState()
      setState({ follows: true, isWhole: false, view: atEnd(view, endUs) })
    },
    setCursor(us) {
      const { endUs, view } = getState()
      if (us === null) return setState({ cursorUs: null })
      const cursorUs = Math.min(Math.max(0, us), Math.max(endUs, view.toUs))
      setState({ cursorUs })
      if (!isInView(cursorUs)) stay(moved(view, cursorUs - (view.fromUs + view.toUs) / 2, endUs))
    },
    select: (selection) => setState({ selection }),
    toggleSpectrum: () => setState(({ showsSpectrum }) => ({ showsSpectrum: !showsSpectrum })),
  }
}
