import path from 'node:path'
import { SoundcheckError } from '../../contract/errors'
import type { JsonValue } from '../../contract/json'
import type { HostLimits } from '../../contract/limits'
import type { HandlerManifest, Modality } from '../../contract/manifest'
import { channelCount } from '../../contract/media'
import { compileHandler } from '../../main/engine/catalog/compile-handler'
import { type ClipReader, openClip } from '../../main/engine/clips/clip-reader'
import { createRecording } from '../../main/engine/clips/create-recording'
import type { Recording } from '../../main/engine/clips/recording'
import { createMessageLog } from './message-log'
import { createProgress } from './progress'
import { startRealtimeHost } from './realtime-host'
import { type GivenInputs, startInputs } from './run-inputs'
import type { RunOutcome, RunPlan } from './run-plan'
import { type RunSummary, summarize } from './run-summary'
import { createRunWatch } from './run-watch'
import { createSteppedTime } from './stepped-time'
import { startVirtualHost } from './virtual-host'
import { runVirtually } from './virtual-run'

export interface RunClipOptions {
  /** Absolute paths; null = not wanted. */
  readonly handler: string
  /** null = none: the handler hears and sees nothing. */
  readonly clip: string | null
  readonly out: string | null
  readonly messages: string | null
  readonly inputs: GivenInputs
  /** Messages of the client, in their order, when the clip begins. */
  readonly sends: readonly string[]
  readonly speed: 'realtime' | 'max'
  readonly overwrite: boolean
  readonly seed: number
  readonly tailMs: number
  readonly limitMs: number
  readonly hostScript: string
  readonly hostProcessScript: string
  readonly limits: HostLimits
  readonly stop: AbortSignal
  /** For whoever looks: what the handler prints. */
  readonly note: (text: string) => void
  readonly progress: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>
}

/** A handler that is loaded and waits for a plan. */
interface Runner {
  readonly manifest: HandlerManifest
  /** ms since the clip began. */
  readonly now: () => number
  run(plan: RunPlan): Promise<RunOutcome>
  close(): Promise<void>
}

async function compile(file: string): Promise<{ readonly code: string; readonly hash: string }> {
  const compiled = await compileHandler(file, path.dirname(file))
  if (!compiled.ok) throw compiled.error
  return compiled
}

async function startRunner(options: RunClipOptions): Promise<Runner> {
  const { handler: file, hostScript, hostProcessScript, limits, seed, speed, note } = options
  const { code, hash } = await compile(file)
  const loaded = { file, code, hash, hostScript, limits }
  if (speed === 'realtime') return startRealtimeHost({ ...loaded, hostProcessScript, log: note })
  const host = await startVirtualHost({ ...loaded, seed })
  const time = createSteppedTime()
  return {
    manifest: host.manifest,
    now: time.now,
    run: (plan) => runVirtually(plan, host, time),
    close: host.close,
  }
}

const missing: { readonly [modality in Modality]: string } = {
  audio: 'sound',
  video: 'pictures',
  'audio-video': 'sound and pictures',
}

/** A handler of both takes a clip that has one of them. */
function checkClip({ has }: ClipReader, { title, mode, modality }: HandlerManifest, file: string): void {
  if (mode === 'receive' || has.audio || has.video) return
  throw new SoundcheckError(
    'handler',
    `${path.basename(file)} has none of the ${missing[modality]} that ${title} takes`,
    {
      hint: 'Give a clip that has, or another handler.',
    },
  )
}

const noClip: ClipReader = {
  durationMs: 0,
  has: { audio: false, video: false },
  damaged: 0,
  *items() {
    yield* []
  },
  close: () => undefined,
}

async function openFittingClip(options: RunClipOptions, manifest: HandlerManifest): Promise<ClipReader> {
  if (options.clip === null) return noClip
  const { mode, modality, inputSampleRate, expectedLayout, videoFormat } = manifest
  const audio = { sampleRate: inputSampleRate, channels: channelCount(expectedLayout) }
  // Of a clip for a handler that takes nothing only the length counts.
  const takesAll = mode === 'receive'
  const clip = await openClip(options.clip, {
    audio: takesAll || modality !== 'video' ? audio : null,
    video: takesAll || modality !== 'audio' ? (options.speed === 'realtime' ? 'i420' : videoFormat) : null,
  })
  try {
    checkClip(clip, manifest, options.clip)
    return clip
  } catch (thrown) {
    clip.close()
    throw thrown
  }
}

function openRecording({ out, overwrite }: RunClipOptions, manifest: HandlerManifest): Recording | null {
  if (out === null) return null
  const { mode, modality, fps } = manifest
  const isSending = mode !== 'send'
  const has = { audio: isSending && modality !== 'video', video: isSending && modality !== 'audio' }
  return createRecording({ file: out, overwrite, has, fps })
}

interface Opened {
  close(): void
}

async function runWith(
  options: RunClipOptions,
  runner: Runner,
  inputs: { readonly [name: string]: JsonValue },
  opened: Opened[],
): Promise<RunSummary> {
  const { manifest } = runner
  const keep = <T extends Opened | null>(one: T): T => {
    if (one) opened.push(one)
    return one
  }
  const clip = keep(await openFittingClip(options, manifest))
  const recording = keep(openRecording(options, manifest))
  const log = keep(createMessageLog(options.messages, options.overwrite))
  const watch = createRunWatch({ now: runner.now, log, onConsole: options.note })
  const progress = createProgress({
    stream: options.progress,
    totalMs: clip.durationMs,
    now: () => performance.now(),
  })
  const { sends, tailMs, limitMs, stop } = options
  watch.noteInputs(inputs)
  const began = performance.now()
  const onProgress = progress.show
  const outcome = await runner.run({
    manifest,
    inputs,
    sends,
    clip,
    recording,
    watch,
    tailMs,
    limitMs,
    stop,
    onProgress,
  })
  progress.clear()
  recording?.finish(outcome.durationMs)
  return summarize({
    names: {
      handler: path.basename(options.handler),
      speed: options.speed,
      out: options.out,
      messages: options.messages,
    },
    outcome,
    totals: watch.totals(),
    damaged: clip.damaged,
    realMs: performance.now() - began,
  })
}

/** Runs one clip through one handler. Throws why it could not begin, or go on; what was written until then is kept. */
export async function runClip(options: RunClipOptions): Promise<RunSummary> {
  const runner = await startRunner(options)
  const opened: Opened[] = []
  try {
    return await runWith(options, runner, startInputs(options.inputs, runner.manifest), opened)
  } finally {
    for (const one of opened.reverse()) one.close()
    await runner.close()
  }
}
