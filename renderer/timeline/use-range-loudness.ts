import { useCallback, useEffect, useRef, useState } from 'react'
import type { SideLoudness } from '../../contract/loudness'
import { useAttempt, useBench } from '../app/bench-context'
import { lufsText } from '../loudness/loudness-words'
import type { TimeSpan } from './time-view'

export interface RangeLoudness {
  readonly isMeasuring: boolean
  /** null until it was measured. */
  readonly sides: readonly SideLoudness[] | null
  measure(): void
}

const names = { in: 'You', out: 'Handler' } as const

/** In a sentence for each side, the client's first, whoever began. */
export function loudnessText(sides: readonly SideLoudness[]): string {
  return sides
    .toSorted((a, b) => a.side.localeCompare(b.side))
    .map(({ side, integrated, range, truePeak, notes }) => {
      const told =
        integrated === null
          ? 'nothing as loud as −70 LUFS'
          : `${lufsText(integrated)} LUFS, range ${range.toFixed(1)} LU, true peak ${lufsText(truePeak)} dBTP`
      return [`${names[side]}: ${told}`, ...notes].join('. ')
    })
    .join(' · ')
}

/** How loud both sides are in a part of a session, by EBU R 128: decoded from the packets when it is asked for. */
export function useRangeLoudness(sessionId: string, { fromUs, toUs }: TimeSpan): RangeLoudness {
  const { client } = useBench()
  const attempt = useAttempt('loudness')
  const [sides, setSides] = useState<readonly SideLoudness[] | null>(null)
  const running = useRef<string | null>(null)
  const [isMeasuring, setMeasuring] = useState(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another part has another loudness
  useEffect(() => {
    setSides(null)
    setMeasuring(false)
    return () => {
      const exportId = running.current
      running.current = null
      if (exportId !== null) void client.request('export.cancel', { exportId }).catch(() => undefined)
    }
  }, [client, sessionId, fromUs, toUs])

  const measure = useCallback(() => {
    const exportId = crypto.randomUUID()
    running.current = exportId
    setMeasuring(true)
    attempt(async () => {
      try {
        const part = { fromMs: Math.max(0, fromUs / 1000), toMs: toUs / 1000 }
        const found = await client.request('export.measure', { exportId, sessionId, ...part })
        if (running.current === exportId) setSides(found)
      } catch (thrown) {
        // Given up: something else was selected meanwhile.
        if (running.current === exportId) throw thrown
      } finally {
        if (running.current === exportId) {
          running.current = null
          setMeasuring(false)
        }
      }
    })
  }, [attempt, client, sessionId, fromUs, toUs])

  return { isMeasuring, sides, measure }
}
