import { useEffect, useRef } from 'react'
import { useStageStatus } from '../app/bench-context'
import { isActive } from '../call/call-state'

const CALM_EVERY_MS = 250

/** Calls `onFrame` for each frame of the screen in a call; four times a second without one, or where less motion is wanted. */
export function useFrames(onFrame: (now: number) => void): void {
  const inCall = isActive(useStageStatus())
  const latest = useRef(onFrame)
  useEffect(() => {
    latest.current = onFrame
  })
  useEffect(() => {
    const draw = () => latest.current(performance.now())
    return inCall && !matchMedia('(prefers-reduced-motion: reduce)').matches ? eachFrame(draw) : calmly(draw)
  }, [inCall])
}

function eachFrame(draw: () => void): () => void {
  let request = 0
  const frame = () => {
    request = requestAnimationFrame(frame)
    draw()
  }
  request = requestAnimationFrame(frame)
  return () => cancelAnimationFrame(request)
}

function calmly(draw: () => void): () => void {
  const timer = setInterval(draw, CALM_EVERY_MS)
  draw()
  return () => clearInterval(timer)
}
