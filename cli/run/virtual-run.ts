import { toWireError, type WireError } from '../../contract/errors'
import type { HostReport } from '../../contract/host'
import { parseMessage } from '../../contract/json'
import { BLOCK_MS, channelCount } from '../../contract/media'
import type { ClipItem } from '../../main/engine/clips/clip-reader'
import { openHandler } from '../../main/engine/hosts/host-calls'
import type { RunEnd, RunOutcome, RunPlan } from './run-plan'
import type { SteppedTime } from './stepped-time'
import type { VirtualHost } from './virtual-host'
import { createVirtualOutput } from './virtual-output'

/** What `shutdown` may take on the handler's clock, ms, and some more. */
const SHUTDOWN_LIMIT = 5000
/** The event loop is let in this often, ms, for a signal that wants the end. */
const BREATHE_EVERY = 50

/** Runs a clip through a handler as fast as it goes: two runs of the same give the same. */
export async function runVirtually(plan: RunPlan, host: VirtualHost, time: SteppedTime): Promise<RunOutcome> {
  const { manifest, clip, watch, tailMs, limitMs } = plan
  let over: { readonly end: RunEnd; readonly error: WireError | null } | null = null
  let isClosing = false
  let hasClosed = false
  let clipEnd = 0
  let breathedAt = performance.now()

  const output = createVirtualOutput({
    plan,
    time,
    onPlayed: (count) => host.post({ type: 'played', count }),
    onRefused: (error) => watch.observe({ type: 'fault', method: 'videoEmit', error }),
  })

  function take(report: HostReport): void {
    if (report.type === 'time' || report.type === 'advanced') time.passTo(report.at)
    watch.observe(report)
    output.take(report)
    if (report.type === 'close-stream') isClosing = true
    if (report.type === 'closed') hasClosed = true
    if (report.type === 'gave-up') over = { end: 'failed', error: report.error }
  }

  function post(item: ClipItem): void {
    const arrivedAt = item.at
    if (item.kind === 'audio') {
      output.noteInput(arrivedAt)
      const channels = channelCount(manifest.expectedLayout)
      host.post({ type: 'audio', samples: item.samples, channels, arrivedAt }, [item.samples.buffer])
      clipEnd = arrivedAt + BLOCK_MS
      return
    }
    const { width, height, format, data, pts } = item.picture
    const picture = { type: 'video', width, height, format, data, pts, arrivedAt } as const
    host.post(picture, [data.buffer as ArrayBuffer])
    clipEnd = Math.max(clipEnd, arrivedAt)
  }

  async function breathe(): Promise<void> {
    if (performance.now() - breathedAt < BREATHE_EVERY) return
    plan.onProgress(time.now())
    await new Promise((resolve) => setImmediate(resolve))
    breathedAt = performance.now()
    if (plan.stop.aborted) over = { end: 'interrupted', error: null }
  }

  /** Lets the handler and its playback go on until `to`, or until the run is over. */
  async function advanceTo(to: number): Promise<void> {
    while (!over && time.now() < to) {
      const next = Math.min(to, time.now() + BLOCK_MS, Math.max(time.now(), time.nextAt() ?? to))
      await host.advance(next)
      time.passTo(next)
      if (isClosing && output.isDrained()) over = { end: 'closed', error: null }
      await breathe()
    }
  }

  function sendMessages(): void {
    for (const text of plan.sends) {
      watch.noteSent(text)
      host.post({ type: 'message', message: parseMessage(text) })
    }
  }

  async function playClip(): Promise<void> {
    const isWanted = manifest.mode !== 'receive'
    for (const item of clip.items()) {
      await advanceTo(item.at)
      if (over) return
      if (isWanted) post(item)
      else clipEnd = item.at + (item.kind === 'audio' ? BLOCK_MS : 0)
    }
    await advanceTo(clipEnd)
  }

  async function waitForSilence(): Promise<void> {
    const latest = clipEnd + limitMs
    while (!over) {
      if (output.isDrained() && watch.isQuietFor(tailMs, clipEnd)) over = { end: 'finished', error: null }
      else if (time.now() >= latest) over = { end: 'limit', error: null }
      else await advanceTo(Math.min(latest, time.now() + BLOCK_MS))
    }
  }

  async function shutDown(): Promise<void> {
    const latest = time.now() + SHUTDOWN_LIMIT
    host.post({ type: 'close', reason: 'the run is over' })
    while (!hasClosed && time.now() < latest) await host.advance(time.now() + BLOCK_MS)
  }

  let durationMs = 0
  host.onReport(take)
  try {
    await openHandler(host.host, { webrtcId: 'clip', inputs: plan.inputs, phoneMode: false, sessionTime: 0 })
    host.post({ type: 'channel-opened' })
    await host.advance(0)
    sendMessages()
    await playClip()
    await waitForSilence()
    durationMs = time.now()
    output.close()
    await shutDown()
  } catch (thrown) {
    over = { end: 'failed', error: toWireError(thrown) }
  } finally {
    output.close()
  }
  const { trimmed, underruns } = output.counters()
  return {
    ...(over ?? { end: 'finished', error: null }),
    durationMs: durationMs || time.now(),
    gaps: underruns,
    trimmedMs: trimmed * BLOCK_MS,
  }
}
