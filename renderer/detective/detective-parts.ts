import type { AlertStore } from '../alerts/alert-store'
import type { CallStreams } from '../call/call-run'
import type { OutsideSession } from '../sessions/outside-session'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'
import { createCallAlarm } from './call-alarm'
import type { CollectorDeps } from './collector'
import type { Detective } from './detective'
import { createDetective } from './detective'
import { createHowlGuard, LOOK_MS } from './howl-guard'
import { createSpectrumTap } from './spectrum-tap'

type BrowserParts = Pick<CollectorDeps, 'sources' | 'createGraph' | 'permission'>

export interface DetectivePartsDeps
  extends Omit<CollectorDeps, keyof BrowserParts | 'player' | 'howling' | 'now'> {
  readonly browser: BrowserParts
  readonly alerts: AlertStore
  readonly streams: Signal<CallStreams>
  readonly outside: OutsideSession
}

/** What looks for dead links: when asked, all the time in a call, and before it howls. */
export interface DetectiveParts {
  /** The element that plays what the handler says, while there is one. */
  readonly player: Signal<HTMLMediaElement | null>
  /** The speaker was turned off because the sound fed itself. */
  readonly howling: Signal<boolean>
  readonly detective: Detective
  stop(): void
}

function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms)
  return () => clearInterval(timer)
}

export function createDetectiveParts({ browser, ...deps }: DetectivePartsDeps): DetectiveParts {
  const player = createSignal<HTMLMediaElement | null>(null)
  const howling = createSignal(false)
  const { sources, createGraph, permission } = browser
  const now = () => performance.now()
  const means = { ...deps, ...{ player, howling, sources, createGraph, permission, now } }
  const detective = createDetective({
    ...means,
    wallClock: Date.now,
    after: (ms, work) => setTimeout(work, ms),
  })
  const alarm = createCallAlarm({
    ...means,
    onAsked: detective.open,
    everySecond: (work) => every(1000, work),
  })
  const guard = createHowlGuard({
    ...means,
    createTap: createSpectrumTap,
    everyLook: (work) => every(LOOK_MS, work),
  })
  return {
    ...{ player, howling, detective },
    stop: () => {
      for (const part of [detective, alarm, guard]) part.close()
    },
  }
}
