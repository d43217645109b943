import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import { sileroWeights } from '../../../scripts/assets/silero-asset.mjs'
import { EventLoop } from '../event-loop'
import type { EmitType } from '../frames'
import { attachRuntime } from '../stream-handler-base'
import type { ReplyOnPauseOptions } from '../turns/reply-on-pause'
import { ReplyOnPause } from '../turns/reply-on-pause'
import { readSileroWeights, SileroNetwork, WINDOW } from '../vad/silero-network'
import type { VadModel } from '../vad/vad-model'
import type { Clip } from './spoken-clip'

const weights = readSileroWeights(sileroWeights())

/** The model that ships, without a host to read it. */
export const silero: VadModel = {
  sampleRate: 16_000,
  windowSize: WINDOW,
  open: () => new SileroNetwork(weights),
}

export interface TurnsRun {
  /** `at` and `soundAt` in ms of the clip: the clock is the samples that were heard. */
  readonly events: readonly TurnEvent[]
  readonly utterances: readonly Int16Array[]
  readonly speech: readonly SpeechReport[]
}

/** Plays a clip to a handler whose replies are over at once, faster than real time and always with the same result. */
export async function runTurns(clip: Clip, options: ReplyOnPauseOptions = {}): Promise<TurnsRun> {
  const events: TurnEvent[] = []
  const utterances: Int16Array[] = []
  const speech: SpeechReport[] = []
  let now = 0
  const handler = new ReplyOnPause(
    function* ([, samples]): Generator<EmitType> {
      utterances.push(samples)
      yield null
    },
    { model: silero, inputSampleRate: clip.sampleRate, ...options },
  )
  const loop = new EventLoop(
    () => now,
    (thrown) => {
      throw thrown
    },
  )
  handler[attachRuntime]({
    loop,
    signal: new AbortController().signal,
    inputsAreDeclared: true,
    talkInput: null,
    clearQueue: () => undefined,
    isPlayed: () => true,
    reportTurn: (event) => events.push(event),
    reportSpeech: (report) => speech.push(report),
    whenMessagesInStep: async () => undefined,
    sendSync: () => undefined,
    waitForInputsSync: () => undefined,
  })
  const block = clip.sampleRate / 50
  for (let at = 0; at + block <= clip.samples.length; at += block) {
    now = ((at + block) * 1000) / clip.sampleRate
    await handler.receive([clip.sampleRate, clip.samples.slice(at, at + block)])
    await handler.emit()
  }
  return { events, utterances, speech }
}
