import type { RefObject } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { type RowLayout, scrollTopOf, topOf, viewTop } from '../messages/row-layout'

/** Brings what was opened into view as far as it fits, but never its line out of it; also as it grows, until a person scrolls. */
export function useReveal(
  scroller: RefObject<HTMLElement | null>,
  layout: RowLayout,
  hold: () => void,
): (index: number) => void {
  const opened = useRef<{ readonly index: number; readonly height: number } | null>(null)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const letGo = () => {
      opened.current = null
    }
    element.addEventListener('wheel', letGo, { passive: true })
    element.addEventListener('pointerdown', letGo)
    return () => {
      element.removeEventListener('wheel', letGo)
      element.removeEventListener('pointerdown', letGo)
    }
  }, [scroller])
  // Each time: its height is known only after it was drawn.
  useLayoutEffect(() => {
    const element = scroller.current
    const { index, height } = opened.current ?? { index: -1, height: 0 }
    const [, next] = layout.extras.find(([at]) => at === index) ?? [index, height]
    if (!element || next === height) return
    opened.current = { index, height: next }
    const { clientHeight, scrollTop } = element
    const [rowTop, rowEnd] = [topOf(layout, index), topOf(layout, index + 1)]
    if (rowEnd > viewTop(layout, scrollTop, clientHeight) + clientHeight)
      element.scrollTop = scrollTopOf(layout, Math.min(rowTop, rowEnd - clientHeight), clientHeight)
  })
  return (index) => {
    opened.current = { index, height: 0 }
    hold()
  }
}
