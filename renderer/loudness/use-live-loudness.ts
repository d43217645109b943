import { useCallback, useEffect, useState } from 'react'
import type { WireError } from '../../contract/errors'
import { toWireError } from '../../contract/errors'
import type { LoudnessReport } from '../../contract/loudness'
import { useBench } from '../app/bench-context'

/** The engine measures as long as it is asked at least every 3 s. */
const ASK_EVERY_MS = 1000

export interface LiveLoudnessState {
  readonly report: LoudnessReport | null
  readonly error: WireError | null
  /** Counts from now on. */
  restart(): void
}

/** How loud both sides of a session are, while the component is there. */
export function useLiveLoudness(sessionId: string): LiveLoudnessState {
  const { client } = useBench()
  const [report, setReport] = useState<LoudnessReport | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const ask = useCallback(
    (restart: boolean) => {
      client.request('session.watchLoudness', { sessionId, restart }).then(
        () => setError(null),
        (thrown: unknown) => setError(toWireError(thrown)),
      )
    },
    [client, sessionId],
  )
  useEffect(() => {
    ask(false)
    const timer = setInterval(() => ask(false), ASK_EVERY_MS)
    const end = client.on('session.loudness', ({ sessionId: of, ...told }) => {
      if (of === sessionId) setReport(told)
    })
    return () => {
      clearInterval(timer)
      end()
    }
  }, [client, sessionId, ask])
  return { report, error, restart: () => ask(true) }
}
