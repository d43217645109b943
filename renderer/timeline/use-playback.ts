import { useCallback, useEffect, useRef, useState } from 'react'
import type { RowDirection } from '../../contract/journal'
import { LONGEST_SOUND_MS } from '../../contract/session-sound'
import { useAttempt, useBench } from '../app/bench-context'
import { type PlayingSound, playSound } from './play-sound'
import type { TimeSpan } from './time-view'

export interface Playback {
  /** Which side is heard, or is being decoded; null = none. */
  readonly side: RowDirection | null
  readonly isLoading: boolean
  /** µs; null = nothing is heard. */
  readonly playheadUs: number | null
  play(side: RowDirection, span: TimeSpan): void
  stop(): void
}

/** Plays parts of a session, decoded from the packets that were recorded; falls silent with the component. */
export function usePlayback(sessionId: string): Playback {
  const { client } = useBench()
  const attempt = useAttempt('playback')
  const [side, setSide] = useState<RowDirection | null>(null)
  const [playheadUs, setPlayhead] = useState<number | null>(null)
  const playing = useRef<PlayingSound | null>(null)
  /** Counts what was asked for: what comes after something else was is not played. */
  const asked = useRef(0)

  const stop = useCallback(() => {
    asked.current += 1
    playing.current?.stop()
    playing.current = null
    setSide(null)
    setPlayhead(null)
  }, [])
  useEffect(() => stop, [stop])

  const isHeard = playheadUs !== null
  useEffect(() => {
    if (!isHeard) return
    let request = 0
    const frame = () => {
      request = requestAnimationFrame(frame)
      if (playing.current) setPlayhead(playing.current.atUs())
    }
    frame()
    return () => cancelAnimationFrame(request)
  }, [isHeard])

  function play(of: RowDirection, { fromUs, toUs }: TimeSpan): void {
    stop()
    const mine = asked.current
    setSide(of)
    const fromMs = Math.max(0, fromUs / 1000)
    const part = { side: of, fromMs, toMs: Math.min(toUs / 1000, fromMs + LONGEST_SOUND_MS) }
    attempt(async () => {
      try {
        const sound = await client.request('journal.sound', { sessionId, ...part })
        if (asked.current !== mine) return
        playing.current = playSound(sound, () => asked.current === mine && stop())
        setPlayhead(fromUs)
      } catch (thrown) {
        if (asked.current === mine) stop()
        throw thrown
      }
    })
  }

  return { side, isLoading: side !== null && !isHeard, playheadUs, play, stop }
}
