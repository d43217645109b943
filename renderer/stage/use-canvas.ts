import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

/** A canvas with a pixel for each of the screen; `onStale` is called when its size or the colours have changed. */
export function useCanvas(onStale: () => void): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null)
  const latest = useRef(onStale)
  useEffect(() => {
    latest.current = onStale
  })
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      element.width = Math.round(element.clientWidth * devicePixelRatio)
      element.height = Math.round(element.clientHeight * devicePixelRatio)
      latest.current()
    })
    observer.observe(element)
    const theme = matchMedia('(prefers-color-scheme: dark)')
    const onTheme = () => latest.current()
    theme.addEventListener('change', onTheme)
    return () => {
      observer.disconnect()
      theme.removeEventListener('change', onTheme)
    }
  }, [])
  return canvas
}
