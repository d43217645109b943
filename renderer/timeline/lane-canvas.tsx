import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useCanvas } from '../stage/use-canvas'
import { type LaneColors, type LanePen, laneColors, lanePen } from './lane-pen'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'

export interface LaneCanvasProps {
  readonly store: TimelineStore
  readonly height: number
  /** Draws all of the lane; another function draws anew. */
  readonly draw: (pen: LanePen) => void
}

/** The drawn part of a lane; drawn again when the view, its contents or the theme change. */
export function LaneCanvas({ store, height, draw }: LaneCanvasProps) {
  const view = useStore(store, (state) => state.view)
  const colors = useRef<LaneColors | null>(null)
  const redraw = useRef(() => undefined as undefined)
  const canvas = useCanvas(() => {
    colors.current = null
    redraw.current()
  })
  useEffect(() => {
    redraw.current = () => {
      const context = canvas.current?.getContext('2d')
      if (!context) return
      colors.current ??= laneColors(context.canvas)
      context.clearRect(0, 0, context.canvas.width, context.canvas.height)
      draw(lanePen(context, view, colors.current, devicePixelRatio))
    }
    redraw.current()
  }, [canvas, view, draw])
  return <canvas ref={canvas} aria-hidden className={styles.canvas} style={{ height }} />
}
