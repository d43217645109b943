import { useEffect, useMemo, useRef } from 'react'
import { usePolled } from '../inspector/use-polled'
import { useCanvas } from '../stage/use-canvas'
import { drawSeries, seriesColors } from './draw-series'
import type { StreamKey } from './packet-filter'
import styles from './stream-chart.module.css'
import { askSeries, type SeriesPoint, seriesText } from './stream-series'

const EVERY_MS = 1000
const none: readonly SeriesPoint[] = []

export interface StreamChartProps {
  readonly sessionId: string
  readonly stream: StreamKey
}

/** How evenly the newest packets of a stream came. */
export function StreamChart({ sessionId, stream: { direction, ssrc } }: StreamChartProps) {
  const ask = useMemo(() => askSeries({ direction, ssrc }), [direction, ssrc])
  const { value, error } = usePolled(sessionId, ask, EVERY_MS)
  const points = value ?? none
  const draw = useRef(() => undefined as undefined)
  const canvas = useCanvas(() => draw.current())
  useEffect(() => {
    draw.current = () => {
      const context = canvas.current?.getContext('2d')
      if (context) drawSeries(context, points, seriesColors(context.canvas), devicePixelRatio)
    }
    draw.current()
  }, [canvas, points])
  return (
    <figure className={styles.chart}>
      <div className={styles.legend} aria-hidden>
        <span className={styles.delta}>Time between packets</span>
        <span className={styles.jitter}>Jitter</span>
        <span className={styles.loss}>Lost</span>
      </div>
      <canvas ref={canvas} aria-hidden className={styles.canvas} />
      <figcaption className={styles.words}>{error ? error.message : seriesText(points)}</figcaption>
    </figure>
  )
}
