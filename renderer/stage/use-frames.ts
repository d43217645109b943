import { useEffect, useRef } from 'react'

const CALM_EVERY_MS = 250

/** Calls `onFrame` for each frame of the screen; four times a second where less motion is wanted. */
export function useFrames(onFrame: (now: number) => void): void {
  const latest = useRef(onFrame)
  useEffect(() => {
    latest.current = onFrame
  })
  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)')
    let last = 0
    let request = 0
    const frame = () => {
      const now = performance.now()
      request = requestAnimationFrame(frame)
      if (calm.matches && now - last < CALM_EVERY_MS) return
      last = now
      latest.current(now)
    }
    request = requestAnimationFrame(frame)
    return () => cancelAnimationFrame(request)
  }, [])
}
