import type { KeyboardEvent } from 'react'
import { between, lengthOf } from './time-view'
import type { TimelineStore } from './timeline-store'

/** A block of sound, µs: the finest step of the cursor. */
const BLOCK_US = 20_000
/** Parts of the view. */
const STEP = 0.01
const PAGE = 0.5
const ZOOM = 0.6

export interface PlotKeysOptions {
  readonly store: TimelineStore
  readonly onPlay: () => void
  readonly onOpen: () => void
}

/** Where the cursor is, or would be. */
export function cursorOf(store: TimelineStore): number {
  const { cursorUs, view } = store.getState()
  return cursorUs ?? (view.fromUs + view.toUs) / 2
}

/** The cursor goes by `byUs`; with shift, what it goes over is selected. */
function step(store: TimelineStore, byUs: number, selects: boolean): void {
  const from = cursorOf(store)
  const { selection } = store.getState()
  store.setCursor(from + byUs)
  const to = store.getState().cursorUs ?? from
  if (!selects) return
  // From the end at which the cursor is not.
  const anchor = selection ? (selection.fromUs === from ? selection.toUs : selection.fromUs) : from
  store.select(anchor === to ? null : between(anchor, to))
}

/** Keys of the time axis: arrows for the cursor (with Ctrl a block, with Shift to select), + and − to zoom, Home and End. */
export function usePlotKeys({ store, onPlay, onOpen }: PlotKeysOptions): (event: KeyboardEvent) => void {
  return (event) => {
    const { view, endUs } = store.getState()
    const length = lengthOf(view)
    const by = event.ctrlKey || event.metaKey ? BLOCK_US : length * STEP
    const cursor = cursorOf(store)
    const keys: { readonly [key: string]: () => void } = {
      ArrowLeft: () => step(store, -by, event.shiftKey),
      ArrowRight: () => step(store, by, event.shiftKey),
      PageUp: () => step(store, -length * PAGE, event.shiftKey),
      PageDown: () => step(store, length * PAGE, event.shiftKey),
      Home: () => step(store, -cursor, event.shiftKey),
      End: () => step(store, endUs - cursor, event.shiftKey),
      '+': () => store.zoom(ZOOM),
      '=': () => store.zoom(ZOOM),
      '-': () => store.zoom(1 / ZOOM),
      '0': store.showAll,
      Escape: () => store.select(null),
      ' ': onPlay,
      Enter: onOpen,
    }
    const act = keys[event.key]
    // Ctrl and a number are the inspector's tabs.
    if (!act || ((event.ctrlKey || event.metaKey) && !event.key.startsWith('Arrow'))) return
    event.preventDefault()
    act()
  }
}
