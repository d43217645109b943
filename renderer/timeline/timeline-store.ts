import { createStore, type StoreApi } from 'zustand/vanilla'
import { atEnd, clamped, lengthOf, moved, type TimeSpan, wholeSpan, zoomed } from './time-view'

export interface TimelineState {
  readonly sessionId: string | null
  readonly view: TimeSpan
  /** The view moves with the end of the session, and is so long as far as there is so much, µs; null = it does not. */
  readonly followsUs: number | null
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
  /** The view stays where it is. */
  hold(): void
  setCursor(us: number | null): void
  select(span: TimeSpan | null): void
  toggleSpectrum(): void
}

const initial: TimelineState = {
  ...{ sessionId: null, view: wholeSpan(0), followsUs: null, isWhole: true, endUs: 0 },
  ...{ cursorUs: null, selection: null, showsSpectrum: false },
}

export function createTimelineStore(): TimelineStore {
  const store = createStore<TimelineState>(() => initial)
  const { getState, setState } = store
  /** Shown because the person wanted to see it: it does not run away. */
  const stay = (view: TimeSpan) => setState({ view, followsUs: null, isWhole: false })

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
      setState({ ...initial, sessionId, showsSpectrum })
      if (isLive) setState({ followsUs: LIVE_US, isWhole: false })
    },
    setEnd(endUs) {
      const { view, followsUs, isWhole, endUs: before } = getState()
      // While a session is read for the first time its end is told of bit by bit.
      if (endUs <= before) return
      const part = followsUs === null ? clamped(view, endUs) : atEnd(followsUs, endUs)
      setState({ endUs, view: isWhole ? wholeSpan(endUs) : part })
    },
    zoom(factor, aroundUs) {
      const { view, cursorUs, endUs, followsUs } = getState()
      const middle = (view.fromUs + view.toUs) / 2
      const seen = cursorUs !== null && isInView(cursorUs) ? cursorUs : middle
      const next = zoomed(view, factor, aroundUs ?? seen, endUs)
      if (followsUs === null || aroundUs !== undefined) return stay(next)
      // With the keys the end stays in sight while it is followed.
      setState({ followsUs: lengthOf(next), view: atEnd(lengthOf(next), endUs) })
    },
    moveBy(byUs) {
      const { view, endUs } = getState()
      stay(moved(view, byUs, endUs))
    },
    show: (span) => stay(clamped(span, getState().endUs)),
    showAll: () => setState(({ endUs }) => ({ view: wholeSpan(endUs), followsUs: null, isWhole: true })),
    follow() {
      const { view, endUs } = getState()
      const followsUs = Math.min(LIVE_US, lengthOf(view))
      setState({ followsUs, isWhole: false, view: atEnd(followsUs, endUs) })
    },
    hold: () => stay(getState().view),
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
