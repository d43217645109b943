import { toWireError, type WireError } from '../../contract/errors'
import type { HostReport } from '../../contract/host'
import type { HostKind } from '../../contract/host-link'
import { BLOCK_MS } from '../../contract/media'
import type { SessionEntry } from '../../contract/state'
import type { Clock } from '../../main/engine/clock'
import type { HandlerVersion } from '../../main/engine/handler-version'
import type { HandlerHost, HostExit } from '../../main/engine/hosts/handler-host'
import { noJournal } from '../../main/engine/journal/journal'
import { createQuantiles } from '../../main/engine/media/quantiles'
import { createSessions } from '../../main/engine/sessions/sessions'
import { type ClipPeer, createClipPeer } from './clip-peer'
import type { RunEnd, RunOutcome, RunPlan } from './run-plan'

export interface RealtimeRunOptions {
  readonly version: HandlerVersion
  readonly clock: Clock
  readonly takeHost: (kind: HostKind) => HandlerHost
  /** The clip begins. */
  readonly onStarted: () => void
}

/** The end of a run that has not gone on by itself is looked for this often, ms. */
const LOOK_EVERY = 20

interface Over {
  readonly end: RunEnd
  readonly error: WireError | null
}

function lossesOf(entry: SessionEntry | undefined): Pick<RunOutcome, 'gaps' | 'trimmedMs'> {
  return { gaps: entry?.counters.underruns ?? 0, trimmedMs: (entry?.counters.trimmed ?? 0) * BLOCK_MS }
}

function sendAll(texts: readonly string[], peer: ClipPeer, watch: RunPlan['watch']): void {
  for (const text of texts) {
    watch.noteSent(text)
    peer.say(text)
  }
}

/** Plays a clip to a handler at its own pace, in a session as any client has one. */
export async function runInRealtime(plan: RunPlan, options: RealtimeRunOptions): Promise<RunOutcome> {
  const { clip, watch, tailMs, limitMs, sends } = plan
  const { clock, version } = options
  let over: Over | null = null
  let peer: ClipPeer | undefined
  let startedAt: number | null = null
  let entry: SessionEntry | undefined
  let ending = false

  const sinceStart = () => (startedAt === null ? 0 : clock.now() - startedAt)
  const isOver = (): boolean => over !== null

  function observe(report: HostReport): void {
    if (ending) return
    watch.observe(report)
    if (report.type === 'gave-up') over ??= { end: 'failed', error: report.error }
  }

  function takeHost(_version: HandlerVersion, kind: HostKind): HandlerHost {
    const host = options.takeHost(kind)
    host.onReport(observe)
    host.onExit(({ expected, error }: HostExit) => {
      if (!expected) over ??= { end: 'failed', error }
    })
    return host
  }

  const sessions = createSessions({
    clock,
    takeHost,
    quarantine: { reasonFor: () => null, add: () => undefined },
    openJournal: () => noJournal,
    pathTimes: { audio: createQuantiles(), video: createQuantiles(), swap: createQuantiles() },
    on: {
      changed(_id, changed) {
        entry = changed ?? entry
        if (changed?.status === 'closed') over ??= { end: 'closed', error: null }
        if (changed?.status === 'failed') over ??= { end: 'failed', error: changed.fault }
      },
      turn: () => undefined,
      speech: () => undefined,
      loudness: () => undefined,
      rejected: () => undefined,
    },
  })

  function connected(): void {
    if (startedAt !== null) return
    startedAt = clock.now()
    options.onStarted()
  }

  async function waitUntil(holds: () => boolean): Promise<void> {
    while (!isOver() && !holds()) {
      plan.onProgress(sinceStart())
      if (plan.stop.aborted) over = { end: 'interrupted', error: null }
      else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY / 4))
    }
  }

  async function playClip(): Promise<number> {
    let clipEnd = 0
    for (const item of clip.items()) {
      if (sinceStart() < item.at) await waitUntil(() => sinceStart() >= item.at)
      if (isOver()) break
      peer?.play(item)
      clipEnd = item.at + (item.kind === 'audio' ? BLOCK_MS : 0)
    }
    await waitUntil(() => sinceStart() >= clipEnd)
    return clipEnd
  }

  async function waitForSilence(clipEnd: number): Promise<void> {
    const isDrained = (): boolean =>
      (entry?.queues ?? []).every(
        ({ name, depth }) => !name.endsWith('out') || name === 'outputs' || depth === 0,
      )
    await waitUntil(() => {
      if (isDrained() && watch.isQuietFor(tailMs, clipEnd)) over ??= { end: 'finished', error: null }
      else if (sinceStart() >= clipEnd + limitMs) over ??= { end: 'limit', error: null }
      return isOver()
    })
  }

  let durationMs = 0
  try {
    await sessions.open({
      version,
      client: { door: 'clip', webrtcId: '', address: null },
      connect: () => (on) => {
        peer = createClipPeer({ plan, clock, on, onStarted: connected })
        return peer
      },
      inputs: plan.inputs,
    })
    peer?.begin()
    await waitUntil(() => startedAt !== null)
    if (!isOver() && peer) sendAll(sends, peer, watch)
    await waitForSilence(await playClip())
    durationMs = sinceStart()
  } catch (thrown) {
    over = { end: 'failed', error: toWireError(thrown) }
  }
  const ended = over ?? { end: 'finished', error: null }
  await sessions.close('the run is over')
  ending = true
  return { ...ended, durationMs: durationMs || sinceStart(), ...lossesOf(entry) }
}
