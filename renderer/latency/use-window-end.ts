import { useEffect, useState } from 'react'
import { WAVE_STEP_MS } from '../../contract/wave'
import { useBench, useCall } from '../app/bench-context'
import type { Call } from '../call/call'
import { readBuffered } from './buffered'
import { type EchoDelay, findEchoDelay } from './echo-delay'
import { readEndDelays } from './end-delays'
import type { FrameEnds } from './frame-ends'
import type { WindowEnd } from './frame-ways'
import type { Ears } from './heard-reporter'
import { sessionClockOffset } from './session-clock'

/** How much sound is compared, and by how much an echo may follow, ms. */
const COMPARED_MS = 8000
const LONGEST_MS = 1500
const EVERY_MS = 2000
/** A packet is played in parts of 10 ms. */
const PLAYED_EVERY_MS = 10
const US = 1000

/** What is known of this window's end of its own call. */
export interface OwnEnd {
  readonly end: WindowEnd
  /** How much later what comes back follows what was sent, in their waveforms; null where it is something else. */
  readonly echo: EchoDelay | null
}

function echoNow({ sent, received }: Ears): EchoDelay | null {
  const end = Math.min(sent.endUs(), received.endUs())
  const count = (COMPARED_MS + LONGEST_MS) / WAVE_STEP_MS
  if (!Number.isFinite(end)) return null
  const from = end - count * WAVE_STEP_MS * US
  return findEchoDelay(sent.peaks(from, count), received.peaks(from, count), WAVE_STEP_MS, LONGEST_MS)
}

/** Notes when each packet of sound is played; ends it. */
function watchPlayed(call: Pick<Call, 'played'>, ends: FrameEnds): () => void {
  const timer = setInterval(() => {
    const played = call.played()
    if (!played) return
    const { timestamp, atMs } = played
    ends.note('audio', timestamp, { receivedMs: null, decodeMs: 0, readyMs: atMs, shownMs: atMs })
  }, PLAYED_EVERY_MS)
  return () => clearInterval(timer)
}

/** This window's end of the session, measured anew while it is looked at; null for a session of somebody else. */
export function useWindowEnd(sessionId: string | null): OwnEnd | null {
  const { client, call, inspector } = useBench()
  const isOwn = useCall(({ status, sessionId: own }) => status === 'live' && own === sessionId)
  const [state, setState] = useState<OwnEnd | null>(null)
  useEffect(() => {
    setState(null)
    if (sessionId === null || !isOwn) return
    let isOpen = true
    let before = readBuffered(null)
    const endWatch = watchPlayed(call, inspector.frameEnds)
    const look = async (): Promise<OwnEnd> => {
      const { delays, buffered } = await readEndDelays(call, before)
      before = buffered
      const offsetMs = await sessionClockOffset(client, sessionId, () => performance.now())
      return {
        end: { ...delays, offsetMs, timeOrigin: performance.timeOrigin },
        echo: echoNow(inspector.ears),
      }
    }
    const measure = () =>
      look().then(
        (next) => isOpen && setState(next),
        (thrown: unknown) => isOpen && console.warn('This end of the call could not be measured:', thrown),
      )
    void measure()
    const timer = setInterval(() => void measure(), EVERY_MS)
    return () => {
      isOpen = false
      clearInterval(timer)
      endWatch()
    }
  }, [client, call, inspector, sessionId, isOwn])
  return state
}
