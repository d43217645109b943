import type { ReactNode } from 'react'
import { useLayoutEffect, useRef } from 'react'

export interface MeasuredDetailProps {
  readonly index: number
  readonly onHeight: (index: number, height: number) => void
  readonly children: ReactNode
}

/** Tells the layout of the list how high what stands below a line is. */
export function MeasuredDetail({ index, onHeight, children }: MeasuredDetailProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    onHeight(index, element.offsetHeight)
    const observer = new ResizeObserver(() => {
      // Taken off the page it would report that it is gone, but its row keeps its place.
      if (element.isConnected) onHeight(index, element.offsetHeight)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [index, onHeight])
  return <div ref={box}>{children}</div>
}
