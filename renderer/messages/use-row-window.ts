import type { RefObject } from 'react'
import { useLayoutEffect, useState } from 'react'
import type { RowLayout } from './row-layout'
import { indexAt } from './row-layout'

const OVERSCAN_PX = 144

export interface RowWindow {
  readonly first: number
  readonly last: number
}

/** The rows to be drawn: those in view and a few around them. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, layout: RowLayout): RowWindow {
  const [view, setView] = useState({ top: 0, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const update = () => setView({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(update)
    observer.observe(element)
    element.addEventListener('scroll', update, { passive: true })
    update()
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', update)
    }
  }, [scroller])
  return {
    first: indexAt(layout, view.top - OVERSCAN_PX),
    last: indexAt(layout, view.top + view.height + OVERSCAN_PX),
  }
}
