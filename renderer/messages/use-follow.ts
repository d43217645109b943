import type { RefObject } from 'react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { JournalSummary } from './journal-view'
import { ROW_HEIGHT } from './row-layout'

export interface Follow {
  /** Rows that came since the list was scrolled away from its end. */
  readonly newRows: number
  readonly toEnd: () => void
}

/** Keeps the list at its end while rows come, until it is scrolled up; at the end again it follows again. */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  summary: JournalSummary,
  height: number,
): Follow {
  const { matched, shift } = summary
  const following = useRef(true)
  const count = useRef(matched)
  const [leftAt, setLeftAt] = useState<number | null>(null)

  const toEnd = useCallback(() => {
    following.current = true
    setLeftAt(null)
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [scroller])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let lastTop = element.scrollTop
    const onScroll = () => {
      const movedUp = element.scrollTop < lastTop - 1
      lastTop = element.scrollTop
      if (element.scrollHeight - element.clientHeight - element.scrollTop < ROW_HEIGHT) {
        following.current = true
        setLeftAt(null)
      } else if (movedUp && following.current) {
        following.current = false
        setLeftAt(count.current)
      }
    }
    const observer = new ResizeObserver(() => following.current && toEnd())
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, toEnd])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the height.
  useLayoutEffect(() => {
    count.current = matched
    if (following.current) toEnd()
  }, [height, matched, toEnd])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each summary has its own shift.
  useLayoutEffect(() => {
    // Rows that are no longer kept left above: what is being read stays where it is.
    if (following.current || !scroller.current || shift === 0) return
    scroller.current.scrollTop -= shift * ROW_HEIGHT
    setLeftAt((at) => (at === null ? null : at - shift))
  }, [summary, scroller])

  return { newRows: leftAt === null ? 0 : Math.max(0, matched - leftAt), toEnd }
}
