import { useRef } from 'react'
import type { Envelope } from '../media/envelope'
import { type LevelFeed, WAVEFORM_MS } from '../media/level-feed'
import { useCanvas } from './use-canvas'
import { useFrames } from './use-frames'
import styles from './waveform.module.css'

export interface WaveformProps {
  readonly feed: LevelFeed
  readonly tone: 'sent' | 'received'
  /** Said in place of a waveform that had nothing to draw yet. */
  readonly idle: string | null
}

/** What the canvas shows now, so that a frame without news costs nothing. */
interface Drawn {
  /** Columns ever pushed; -1 = draw in any case. */
  count: number
  color: string
}

function drawEnvelope(context: CanvasRenderingContext2D, envelope: Envelope): void {
  const { width, height } = context.canvas
  const middle = height / 2
  const columnWidth = width / envelope.columns
  const thinnest = Math.max(1, devicePixelRatio)
  context.clearRect(0, 0, width, height)
  context.beginPath()
  for (let age = 0; age < Math.min(envelope.count, envelope.columns); age++) {
    const top = middle - envelope.maxAt(age) * middle
    const bottom = middle - envelope.minAt(age) * middle
    const tall = Math.max(thinnest, bottom - top)
    context.rect(width - (age + 1) * columnWidth, top, Math.max(1, columnWidth), tall)
  }
  context.fill()
}

/** The last seconds of sound, newest at the right. */
export function Waveform({ feed, tone, idle }: WaveformProps) {
  const drawn = useRef<Drawn>({ count: -1, color: '' })
  const canvas = useCanvas(() => {
    drawn.current.count = -1
  })

  useFrames(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || drawn.current.count === feed.envelope.count) return
    // The colour is read only after a change of size or theme.
    if (drawn.current.count < 0) drawn.current.color = getComputedStyle(context.canvas).color
    drawn.current.count = feed.envelope.count
    context.fillStyle = drawn.current.color
    drawEnvelope(context, feed.envelope)
  })

  return (
    <div className={styles.frame}>
      <canvas ref={canvas} aria-hidden className={styles[tone]} />
      <TimeScale />
      {idle && <span className={styles.idle}>{idle}</span>}
    </div>
  )
}

const TimeScale = () => (
  <div className={styles.scale} aria-hidden>
    <span>{WAVEFORM_MS / 1000} s ago</span>
    <span>now</span>
  </div>
)
