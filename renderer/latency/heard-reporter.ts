import { createHeardSteps, HEARD, type HeardSteps, SPEECH_SHARE } from '../../contract/heard-steps'
import type { TurnLatency } from '../../contract/turn-latency'
import { WAVE_STEP_MS } from '../../contract/wave'
import type { Call } from '../call/call'
import type { LevelFeeds } from '../call/call-run'
import type { LevelFeed } from '../media/level-feed'
import type { Client } from '../state/client'
import { readBuffered } from './buffered'
import { type Buffered, readEndDelays } from './end-delays'
import { sessionClockOffset } from './session-clock'

export interface HeardReporterDeps {
  readonly client: Client
  readonly call: Pick<Call, 'store' | 'stats' | 'local'>
  readonly feeds: LevelFeeds
  readonly now: () => number
  readonly later: (work: () => void, ms: number) => () => void
  readonly onFailed: (thrown: unknown) => void
}

/** After an answer has begun: until its sound came here, and the engine has written its own down, ms. */
const SETTLED_MS = 2500
/** The way to the handler and from it is never longer, ms. */
const LONGEST_WAY_MS = 1500
/** A clock may be off by so much, ms. */
const MARGIN_MS = 5
/** How far back the loudest of what was said is looked for, as the engine does, ms. */
const SPOKEN_MS = 3000
const US = 1000

/** Keeps the newest sound of one side, on the clock of `performance.now()`. */
function remember(feed: LevelFeed): { readonly steps: HeardSteps; close(): void } {
  const steps = createHeardSteps()
  const close = feed.subscribe(({ peaks, endsAt }) => {
    if (endsAt !== null) steps.addPeaks(peaks, (endsAt - peaks.length * WAVE_STEP_MS) * US)
  })
  return { steps, close }
}

/** What was sent and heard lately, on the clock of `performance.now()`. */
export interface Ears {
  readonly sent: HeardSteps
  readonly received: HeardSteps
}

/** Where the turn that the engine tells of lies in the sound of this window; null where it was not heard. */
export function findTurn(
  { sent, received }: Ears,
  { fromUs, toUs }: Pick<TurnLatency, 'fromUs' | 'toUs'>,
  offsetMs: number,
): { readonly fromMs: number; readonly toMs: number } | null {
  const [ends, begins] = [fromUs - offsetMs * US, toUs - offsetMs * US]
  const spoken = sent.lastLoud(ends - SPOKEN_MS * US, ends + MARGIN_MS * US, SPEECH_SHARE, HEARD)
  const answered = received.firstLoud(begins - MARGIN_MS * US, begins + LONGEST_WAY_MS * US, HEARD)
  if (spoken === null || answered === null || spoken < ends - LONGEST_WAY_MS * US) return null
  return { fromMs: spoken / US + offsetMs, toMs: answered / US + offsetMs }
}

/** Tells the session's journal when this window heard the answers of its own call. */
export function createHeardReporter(deps: HeardReporterDeps): { readonly ears: Ears; close(): void } {
  const { client, call, feeds, now, later, onFailed } = deps
  const [sent, received] = [remember(feeds.sent), remember(feeds.received)]
  const ears: Ears = { sent: sent.steps, received: received.steps }
  const waiting = new Set<() => void>()
  /** The answer that was told of last, so that none is told twice. */
  let toldUs = Number.NEGATIVE_INFINITY

  const liveSession = (): string | null => {
    const { status, sessionId } = call.store.getState()
    return status === 'live' ? sessionId : null
  }

  async function report(sessionId: string, before: Buffered): Promise<void> {
    const { turns } = await client.request('journal.turns', { sessionId })
    const fresh = turns.filter(({ heard, toUs }) => heard === null && toUs > toldUs)
    if (fresh.length === 0) return
    const offset = await sessionClockOffset(client, sessionId, now)
    const { delays } = await readEndDelays(call, before)
    for (const turn of fresh) {
      toldUs = turn.toUs
      const found = findTurn(ears, turn, offset)
      if (found && liveSession() === sessionId)
        await client.request('session.reportHeard', { sessionId, ...found, ...delays })
    }
  }

  const settled = () =>
    new Promise<void>((resolve) => {
      const cancel = later(() => {
        waiting.delete(cancel)
        resolve()
      }, SETTLED_MS)
      waiting.add(cancel)
    })

  async function look(sessionId: string): Promise<void> {
    try {
      const before = readBuffered(await call.stats())
      await settled()
      if (liveSession() === sessionId) await report(sessionId, before)
    } catch (thrown) {
      // One that ended meanwhile takes no more.
      if (liveSession() === sessionId) onFailed(thrown)
    }
  }

  const ends = [
    sent.close,
    received.close,
    client.on('session.turn', ({ sessionId, event }) => {
      if (event.name === 'response_starting' && sessionId === liveSession()) void look(sessionId)
    }),
    call.store.subscribe(({ sessionId }, before) => {
      if (sessionId !== before.sessionId) toldUs = Number.NEGATIVE_INFINITY
    }),
  ]
  return {
    ears,
    close() {
      for (const end of [...ends, ...waiting]) end()
    },
  }
}
