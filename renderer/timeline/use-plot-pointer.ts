import type { PointerEvent, RefObject } from 'react'
import { useEffect, useRef } from 'react'
import { between, lengthOf } from './time-view'
import type { TimelineStore } from './timeline-store'

/** A press that moves less than this is a click, CSS px. */
const CLICK = 4
/** Of the view, for a notch of a wheel (100). */
const ZOOM_PER_PX = 0.002
const WHEEL_LINE = 16

interface Press {
  readonly x: number
  readonly us: number
  isDrag: boolean
}

/**
 * Clicks set the cursor, drags select, a wheel with Ctrl zooms around the pointer, one with Shift, or a touchpad sideways, moves.
 *
 * @param plot the element that is as wide as the view
 */
export function usePlotPointer(plot: RefObject<HTMLElement | null>, store: TimelineStore) {
  const press = useRef<Press | null>(null)

  function usAt(clientX: number): number {
    const box = plot.current?.getBoundingClientRect()
    const { view } = store.getState()
    return box ? view.fromUs + ((clientX - box.left) / Math.max(1, box.width)) * lengthOf(view) : view.fromUs
  }

  useEffect(() => {
    const element = plot.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE : 1
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX
      const { left, width } = element.getBoundingClientRect()
      const { view } = store.getState()
      if (event.ctrlKey || event.metaKey) {
        const us = view.fromUs + ((event.clientX - left) / Math.max(1, width)) * lengthOf(view)
        store.zoom(Math.exp(event.deltaY * pixels * ZOOM_PER_PX), us)
      } else if (sideways !== 0) store.moveBy(((sideways * pixels) / Math.max(1, width)) * lengthOf(view))
      else return
      event.preventDefault()
    }
    // React's own listener is passive: it could not keep the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [plot, store])

  return {
    onPointerDown(event: PointerEvent<HTMLElement>): void {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      store.hold()
      press.current = { x: event.clientX, us: usAt(event.clientX), isDrag: false }
    },
    onPointerMove(event: PointerEvent<HTMLElement>): void {
      const from = press.current
      if (!from) return
      from.isDrag ||= Math.abs(event.clientX - from.x) >= CLICK
      if (from.isDrag) store.select(between(from.us, usAt(event.clientX)))
    },
    onPointerUp(event: PointerEvent<HTMLElement>): void {
      const from = press.current
      press.current = null
      if (!from) return
      store.setCursor(from.isDrag ? from.us : usAt(event.clientX))
      if (!from.isDrag) store.select(null)
    },
    onPointerCancel(): void {
      press.current = null
    },
  }
}
