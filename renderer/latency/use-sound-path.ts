import { useEffect, useState } from 'react'
import { WAVE_STEP_MS } from '../../contract/wave'
import { useBench, useCall } from '../app/bench-context'
import { readBuffered } from './buffered'
import { findEchoDelay } from './echo-delay'
import { readEndDelays } from './end-delays'
import type { Ears } from './heard-reporter'
import { pathOf, type SoundPath } from './path-parts'

/** How much sound is compared, and by how much an echo may follow, ms. */
const COMPARED_MS = 8000
const LONGEST_MS = 1500
const EVERY_MS = 2000
const US = 1000

/** `unlike`: what comes back is not what was sent, or too steady to tell. */
export type PathState =
  | { readonly kind: 'none' | 'unlike' }
  | { readonly kind: 'measured'; readonly path: SoundPath; readonly likeness: number }

function delayNow({ sent, received }: Ears) {
  const end = Math.min(sent.endUs(), received.endUs())
  const count = (COMPARED_MS + LONGEST_MS) / WAVE_STEP_MS
  if (!Number.isFinite(end)) return null
  const from = end - count * WAVE_STEP_MS * US
  return findEchoDelay(sent.peaks(from, count), received.peaks(from, count), WAVE_STEP_MS, LONGEST_MS)
}

/** The way of sound through this window's own call, measured anew while it is looked at. */
export function useSoundPath(): PathState {
  const { client, call, mirror, inspector } = useBench()
  const sessionId = useCall(({ status, sessionId: id }) => (status === 'live' ? id : null))
  const [state, setState] = useState<PathState>({ kind: 'none' })
  useEffect(() => {
    setState({ kind: 'none' })
    if (sessionId === null) return
    let isOpen = true
    let before = readBuffered(null)
    const look = async (): Promise<PathState> => {
      const { delays, buffered } = await readEndDelays(call, before)
      before = buffered
      const delay = delayNow(inspector.ears)
      if (!delay) return { kind: 'unlike' }
      const budget = await client.request('journal.budget', { sessionId })
      const path = pathOf({
        ...delays,
        ...{ delayMs: delay.delayMs, budget },
        queues: mirror.store.getState().bench.sessions[sessionId]?.queues ?? [],
      })
      return { kind: 'measured', path, likeness: delay.likeness }
    }
    const measure = () =>
      look().then(
        (next) => isOpen && setState(next),
        (thrown: unknown) => console.warn('The way of the sound could not be measured:', thrown),
      )
    void measure()
    const timer = setInterval(() => void measure(), EVERY_MS)
    return () => {
      isOpen = false
      clearInterval(timer)
    }
  }, [client, call, mirror, inspector, sessionId])
  return state
}
