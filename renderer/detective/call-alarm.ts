import type { AlertStore } from '../alerts/alert-store'
import { walkAll } from './chain'
import { mediumWords } from './chain-words'
import type { CollectorDeps, Look } from './collector'
import { openLook } from './collector'
import { createEchoWatch } from './echo-watch'
import type { Evidence } from './evidence'
import type { DeadLink, WatchReading } from './link-watch'
import { createLinkWatch } from './link-watch'

export interface CallAlarmDeps extends CollectorDeps {
  readonly alerts: AlertStore
  /** The person wants to know where a path ends. */
  readonly onAsked: () => void
  /** Calls back once a second until the returned function is called. */
  readonly everySecond: (work: () => void) => () => void
}

const KEY = 'dead link'
/** A span of two seconds: the newest moment and the one before the one before it. */
const MOMENTS = 3
/** The first seconds of an instance, or after another device was chosen, say nothing, ms. */
const SETTLE_MS = 5000

/** Watches the links of this window's call quietly, and tells of one that worked and died. */
export function createCallAlarm(deps: CallAlarmDeps): { close(): void } {
  let stop: () => void = () => undefined
  let running: string | null = null

  function follow(): void {
    const { status, sessionId, handlerId } = deps.call.store.getState()
    const wanted = status === 'live' ? sessionId : null
    if (wanted === running) return
    stop()
    stop = () => undefined
    running = wanted
    const manifest = deps.mirror.store.getState().bench.handlers[handlerId ?? '']?.manifest
    if (wanted && manifest) stop = watchCall(deps, wanted, manifest)
  }

  const off = deps.call.store.subscribe(follow)
  return {
    close: () => {
      off()
      stop()
    },
  }
}

function watchCall(deps: CallAlarmDeps, sessionId: string, manifest: Evidence['manifest']): () => void {
  const { alerts, everySecond } = deps
  const watch = createLinkWatch()
  const readingOf = createReadings()
  let moments: readonly Evidence[] = []
  let told: string | null = null
  let isTaking = false
  let closed = false
  const opening = openLook(deps, { manifest, sessionId, isOwn: true, isLive: true })

  async function look(): Promise<void> {
    const evidence = await takeTurn(await opening)
    if (closed) return
    moments = [...moments, evidence].slice(-MOMENTS)
    tell(watch.push(readingOf(moments)))
  }

  function tell(dead: DeadLink | null): void {
    const id = dead && `${dead.medium} ${dead.link.id}`
    if (id === told) return
    told = id
    if (dead) alerts.raise(KEY, { ...alertOf(dead), actions: [{ label: 'Look for it', run: deps.onAsked }] })
    else alerts.dismiss(KEY)
  }

  const stop = everySecond(() => {
    // One that takes longer than a second is not overtaken.
    if (isTaking) return
    isTaking = true
    look().then(
      () => {
        isTaking = false
      },
      (thrown: unknown) => {
        isTaking = false
        console.warn('The links of the call could not be looked at:', thrown)
      },
    )
  })
  return () => {
    closed = true
    stop()
    alerts.dismiss(KEY)
    void opening.then(({ close }) => close())
  }
}

async function takeTurn(look: Look): Promise<Evidence> {
  const evidence = await look.take()
  look.turn()
  return evidence
}

const alertOf = ({ medium, link, finding }: DeadLink) => ({
  tone: 'warning' as const,
  message: `${mediumWords[medium]} has stopped at "${link.title[medium]}". ${finding.evidence}`,
  hint: finding.remedy ?? undefined,
})

/** What of the evidence means that links may stand still for a while. */
const choicesOf = ({ window, manifest }: Evidence): string =>
  JSON.stringify([window?.microphone.label, window?.camera.label, window?.microphone.isOff, manifest.title])

/** Makes readings of moments, which are about a second apart. */
function createReadings(): (moments: readonly Evidence[]) => WatchReading {
  const echoes = { audio: createEchoWatch('audio'), video: createEchoWatch('video') }
  let begunAt: number | null = null
  let choices = ''
  let settledAt = 0
  return (moments) => {
    const first = moments[0]
    const last = moments.at(-1)
    if (!first || !last) throw new Error('There is no moment.')
    const { engine, session, at } = last
    if (choicesOf(last) !== choices) settledAt = at + SETTLE_MS
    choices = choicesOf(last)
    if (engine?.begunAt !== begunAt) {
      begunAt = engine?.begunAt ?? null
      for (const echo of Object.values(echoes)) echo.restart()
    }
    const isYoung = engine === null || engine.begunAt === null || engine.at - engine.begunAt < SETTLE_MS
    const isTroubled = session?.host !== 'running' || session.status !== 'live'
    const follows = (medium: 'audio' | 'video') =>
      engine !== null && !isYoung && echoes[medium].push(engine[medium])
    return {
      at,
      isDisturbed: isYoung || isTroubled || at < settledAt || moments.length < MOMENTS,
      walks: walkAll({ first, last }),
      isEcho: { audio: follows('audio'), video: follows('video') },
    }
  }
}
