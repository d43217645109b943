import type { RefObject } from 'react'
import { useLayoutEffect, useState } from 'react'
import type { RowLayout } from './row-layout'
import { indexAt, viewTop } from './row-layout'

const OVERSCAN_PX = 144

export interface RowWindow {
  readonly first: number
  readonly last: number
  /** What to add to a row's place in the layout for its place in the scrolled element, px. */
  readonly offset: number
}

/** The rows to be drawn: those in view and a few around them. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, layout: RowLayout): RowWindow {
  const [view, setView] = useState({ scrollTop: 0, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const update = () => setView({ scrollTop: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(update)
    observer.observe(element)
    element.addEventListener('scroll', update, { passive: true })
    update()
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', update)
    }
  }, [scroller])
  const top = viewTop(layout, view.scrollTop, view.height)
  return {
    first: indexAt(layout, top - OVERSCAN_PX),
    last: indexAt(layout, top + view.height + OVERSCAN_PX),
    offset: view.scrollTop - top,
  }
}
