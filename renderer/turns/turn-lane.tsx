import { useRef } from 'react'
import { useBench, useStageStatus } from '../app/bench-context'
import { isActive } from '../call/call-state'
import { WAVEFORM_MS } from '../media/level-feed'
import { useCanvas } from '../stage/use-canvas'
import { useFrames } from '../stage/use-frames'
import type { LaneColors } from './draw-turns'
import { drawTurns, laneColors } from './draw-turns'
import styles from './turn-lane.module.css'
import type { TurnTrace } from './turn-trace'

/** What the canvas shows now, so that a frame without news costs nothing. */
interface Drawn {
  /** null = draw in any case, with the colours of now. */
  colors: LaneColors | null
  revision: number
  at: number
}

/** Whether a picture of `now` would look different: something was reported, or what is there has moved by a pixel. */
function isStale({ revision, at }: Drawn, trace: TurnTrace, now: number, width: number): boolean {
  if (trace.revision !== revision) return true
  return trace.offset !== null && ((now - at) * width) / WAVEFORM_MS >= 1
}

/** Who spoke when, below the sound that it is about: as wide as a waveform, and moving with it. */
export function TurnLane() {
  const { turns } = useBench()
  const isIdle = !isActive(useStageStatus())
  const drawn = useRef<Drawn>({ colors: null, revision: -1, at: 0 })
  const canvas = useCanvas(() => {
    drawn.current.colors = null
  })

  useFrames((now) => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const { trace } = turns
    const { colors } = drawn.current
    if (colors && !isStale(drawn.current, trace, now, context.canvas.width)) return
    const current = colors ?? laneColors(context.canvas)
    drawn.current = { colors: current, revision: trace.revision, at: now }
    drawTurns(context, trace, now, current, devicePixelRatio)
  })

  return (
    <div className={styles.lane}>
      <canvas ref={canvas} aria-hidden className={styles.canvas} />
      {isIdle && <span className={styles.idle}>Who speaks when is drawn here</span>}
    </div>
  )
}
