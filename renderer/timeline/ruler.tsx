import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { lengthOf, ticksOf } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'

/** From one mark to the next at least, CSS px. */
const ROOM = 84

export function Ruler({ store }: { readonly store: TimelineStore }) {
  const view = useStore(store, (state) => state.view)
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(600)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={element} className={styles.ruler} aria-hidden>
      {ticksOf(view, width, ROOM).map(({ us, text }) => (
        <span
          key={us}
          className={styles.tick}
          style={{ left: `${((us - view.fromUs) / lengthOf(view)) * 100}%` }}
        >
          {text}
        </span>
      ))}
    </div>
  )
}
