import type { RefObject } from 'react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { drawnHeight, ROW_HEIGHT, type RowLayout, scrollTopOf, viewTop } from './row-layout'

export interface Follow {
  /** Rows that came since the list was scrolled away from its end. */
  readonly newRows: number
  readonly toEnd: () => void
  /** Stays where it is from now on: a row is being looked at. */
  readonly hold: () => void
}

export interface FollowedRows {
  readonly matched: number
  /** How many rows those in view moved up; a new object for each move. */
  readonly moved: { readonly shift: number }
}

/** Keeps the list at its end while rows come, until it is scrolled up; at the end again it follows again. */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  { matched, moved }: FollowedRows,
  layout: RowLayout,
): Follow {
  const following = useRef(true)
  // What is looked at moves the list too, as it unfolds: only a person's scrolling to the end lets it follow again.
  const held = useRef(false)
  const count = useRef(matched)
  const [leftAt, setLeftAt] = useState<number | null>(null)
  const height = drawnHeight(layout)

  const toEnd = useCallback(() => {
    following.current = true
    held.current = false
    setLeftAt(null)
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [scroller])
  const stop = useCallback(() => {
    if (following.current) setLeftAt(count.current)
    following.current = false
  }, [])
  const hold = useCallback(() => {
    stop()
    held.current = true
  }, [stop])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let lastTop = element.scrollTop
    const onScroll = () => {
      const movedUp = element.scrollTop < lastTop - 1
      const movedDown = element.scrollTop > lastTop + 1
      lastTop = element.scrollTop
      const isAtEnd = element.scrollHeight - element.clientHeight - element.scrollTop < ROW_HEIGHT
      if (isAtEnd && !held.current && (movedDown || following.current)) {
        following.current = true
        setLeftAt(null)
      } else if (movedUp) stop()
    }
    const letGo = () => {
      held.current = false
    }
    const observer = new ResizeObserver(() => following.current && toEnd())
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', letGo, { passive: true })
    element.addEventListener('pointerdown', letGo)
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', letGo)
      element.removeEventListener('pointerdown', letGo)
    }
  }, [scroller, toEnd, stop])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the height.
  useLayoutEffect(() => {
    count.current = matched
    if (following.current) toEnd()
  }, [height, matched, toEnd])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each move has its own shift.
  useLayoutEffect(() => {
    // Rows that are no longer kept left above: what is being read stays where it is.
    const element = scroller.current
    const { shift } = moved
    if (following.current || !element || shift === 0) return
    const top = viewTop(layout, element.scrollTop, element.clientHeight)
    element.scrollTop = scrollTopOf(layout, top - shift * ROW_HEIGHT, element.clientHeight)
    setLeftAt((at) => (at === null ? null : at - shift))
  }, [moved, scroller])

  return { newRows: leftAt === null ? 0 : Math.max(0, matched - leftAt), toEnd, hold }
}
