import type { WireError } from '../../contract/errors'
import {
  type HostCommand,
  type HostCounters,
  type HostReport,
  MOST_EMITTED_IN_FLIGHT,
} from '../../contract/host'
import type { HandlerManifest } from '../../contract/manifest'
import { BLOCK_MS } from '../../contract/media'
import { VideoFrame } from '../kit/video-frame'
import { createAudioMedium, type EmittedSamples } from './audio-medium'
import { EmitLoop } from './emit-loop'
import { asyncAudioPace, picturePace, syncAudioPace } from './emit-pace'
import { type AnyHandler, isSynchronous } from './find-handler'
import { HandlerCalls } from './handler-calls'
import { Hold } from './hold'
import type { Emitted } from './interpret-emit'
import type { InstanceLint } from './lint/instance-lint'
import type { Meters } from './meters'
import type { MethodCalls } from './method-calls'
import type { EmittedPicture } from './picture-medium'
import { Playhead } from './playhead'
import { ReceiveLoop, type TakenFrame } from './receive-loop'
import { TakenPictures } from './taken-pictures'
import { yieldToPort } from './yield-to-port'

export type AudioCommand = Extract<HostCommand, { type: 'audio' }>
export type VideoCommand = Extract<HostCommand, { type: 'video' }>

/** Blocks of 20 ms: 1 s. Source: handler interface, input queue. */
const AUDIO_CAPACITY = 1000 / BLOCK_MS
const VIDEO_CAPACITY = 2

export interface MediaLoopsOptions {
  readonly handler: AnyHandler
  readonly manifest: HandlerManifest
  readonly calls: MethodCalls
  readonly meters: Meters
  readonly lint: InstanceLint
  readonly post: (report: HostReport, transfer?: readonly ArrayBuffer[]) => void
  /** Audio reports that the engine has taken; wraps at 32 bits. */
  readonly emittedTaken: () => number
  readonly now: () => number
  /** ms on the session's clock. */
  readonly sessionTime: () => number
  /** Five faults in a row of one loop. */
  readonly onGaveUp: (error: WireError) => void
}

/** The loops around one instance: `receive` and `emit`, and the video pair where the handler has it. */
export class MediaLoops {
  readonly #options: MediaLoopsOptions
  readonly #playhead: Playhead
  readonly #emission = new Hold()
  /** Buffers of stereo blocks that `receive` was given: emitted without a layout they are stereo still. */
  readonly #stereoInput = new WeakSet<ArrayBufferLike>()
  readonly #receive: ReceiveLoop<AudioCommand>
  readonly #videoReceive: ReceiveLoop<VideoCommand>
  readonly #pictures = new TakenPictures()
  readonly #emit: EmitLoop<EmittedSamples>
  readonly #videoEmit: EmitLoop<EmittedPicture>
  #turn = 0
  /** Audio reports that were posted, and how many of them the engine has played or dropped. */
  #posted = 0
  #played = 0
  /** Reports that had been posted at the last clear that the engine was told of: one after it with none between tells it nothing. */
  #clearedAt = -1
  /** The turn that the engine was told of last. */
  #clearedTurn = 0

  constructor(options: MediaLoopsOptions) {
    this.#options = options
    this.#playhead = new Playhead(options.now)
    const { handler, manifest, calls, lint } = options
    const medium = lint.listen(
      createAudioMedium((samples) => (this.#stereoInput.has(samples.buffer) ? 2 : 1)),
    )
    const methods = new HandlerCalls(handler, manifest, calls, medium)
    this.#emit = this.#createEmit(methods)
    this.#videoEmit = this.#createVideoEmit(methods)
    this.#receive = this.#createReceive(methods)
    this.#videoReceive = this.#createVideoReceive(methods)
  }

  start(): void {
    const { modality } = this.#options.manifest
    if (modality !== 'video') {
      this.#receive.start()
      this.#emit.start()
    }
    if (modality !== 'audio') {
      this.#videoReceive.start()
      this.#videoEmit.start()
    }
  }

  end(): void {
    this.#receive.end()
    this.#videoReceive.end()
    this.#endEmission()
  }

  audio(command: AudioCommand): void {
    this.#options.meters.add('audioIn')
    if (command.channels === 2) this.#stereoInput.add(command.samples.buffer)
    this.#receive.push(command)
  }

  video(command: VideoCommand): void {
    this.#options.meters.add('videoIn')
    this.#videoReceive.push(command)
  }

  /** Resolves when all that came in was taken, or after `limit` ms. */
  async catchUp(limit: number): Promise<void> {
    const { now } = this.#options
    const deadline = now() + limit
    const loops = [this.#receive, this.#videoReceive]
    while (loops.some((loop) => !loop.isIdle()) && now() < deadline) await yieldToPort()
  }

  /** What comes in waits, bounded as ever, until `resume`. */
  holdInput(): void {
    this.#receive.hold()
    this.#videoReceive.hold()
  }

  /** Nothing is emitted until `resume`. */
  holdOutput(): void {
    this.#emission.hold()
  }

  /** Whether the instance stands still, or is about to. */
  isHeld(): boolean {
    return this.#emission.isHeld || this.#receive.isHeld()
  }

  /** Goes on as if nothing had happened. */
  resume(): void {
    this.#emission.release()
    this.#receive.resume()
    this.#videoReceive.resume()
  }

  /** What waits for the author's methods. */
  waiting(): Pick<HostCounters, 'audioWaiting' | 'audioWaitingMs' | 'videoWaiting' | 'videoWaitingMs'> {
    const [audio, video] = [this.#receive.waiting(), this.#videoReceive.waiting()]
    return {
      audioWaiting: audio.count,
      audioWaitingMs: audio.ms,
      videoWaiting: video.count,
      videoWaitingMs: video.ms,
    }
  }

  queueGrew(): void {
    this.#emit.queueGrew()
    this.#videoEmit.queueGrew()
  }

  /** The engine has played, or dropped, the first `count` audio reports. */
  played(count: number): void {
    this.#played = count
  }

  /** Whether nothing that was emitted is still to be played. */
  isPlayed(): boolean {
    return this.#played === this.#posted
  }

  /** Begins the next turn: what was emitted in those before is stale. */
  clearQueue(): void {
    this.#turn++
    this.#playhead.cleared()
    this.#options.lint.cleared()
    if (this.#clearedAt === this.#posted) return
    this.#clearedAt = this.#posted
    this.#tellCleared()
  }

  #tellCleared(): void {
    this.#clearedTurn = this.#turn
    this.#options.post({ type: 'clear-queue', turn: this.#turn })
  }

  #isEmissionFull(): boolean {
    // `| 0` because the engine's count wraps at 32 bits.
    return ((this.#posted - this.#options.emittedTaken()) | 0) >= MOST_EMITTED_IN_FLIGHT
  }

  #createReceive(methods: HandlerCalls): ReceiveLoop<AudioCommand> {
    const { now, sessionTime, onGaveUp, meters, manifest, lint } = this.#options
    return new ReceiveLoop({
      capacity: AUDIO_CAPACITY,
      ...{ now, sessionTime },
      onGaveUp,
      call: ({ samples, arrivedAt }) => {
        lint.received(samples)
        return methods.receive([manifest.inputSampleRate, samples], arrivedAt)
      },
      onDropped: () => meters.add('audioDropped'),
      onTaken: () => this.#emit.inputTaken(),
    })
  }

  #createVideoReceive(methods: HandlerCalls): ReceiveLoop<VideoCommand> {
    const { now, sessionTime, onGaveUp, meters } = this.#options
    return new ReceiveLoop({
      capacity: this.#options.handler.skipFrames ? 1 : VIDEO_CAPACITY,
      ...{ now, sessionTime },
      onGaveUp,
      call: (picture) => {
        this.#pictures.add(picture.pts, this.#videoReceive.lastTaken)
        return methods.videoReceive(new VideoFrame(picture), picture.arrivedAt)
      },
      onDropped: () => meters.add('videoDropped'),
      onTaken: () => this.#videoEmit.inputTaken(),
    })
  }

  #createEmit(methods: HandlerCalls): EmitLoop<EmittedSamples> {
    const { now, onGaveUp, manifest } = this.#options
    const pace = isSynchronous(manifest.kind) ? syncAudioPace : asyncAudioPace
    return new EmitLoop({
      pace: pace(this.#playhead, () => this.#isEmissionFull()),
      hold: this.#emission,
      now,
      onGaveUp,
      call: () => methods.emit(),
      turn: () => this.#turn,
      deliver: (emitted, turn) => this.#publish(emitted, (media) => this.#postAudio(media, turn)),
    })
  }

  #createVideoEmit(methods: HandlerCalls): EmitLoop<EmittedPicture> {
    const { now, onGaveUp, manifest } = this.#options
    return new EmitLoop({
      pace: picturePace(manifest.fps),
      hold: this.#emission,
      now,
      onGaveUp,
      call: () => methods.videoEmit(),
      turn: () => this.#turn,
      deliver: (emitted) => this.#publish(emitted, (media) => this.#postVideo(media)),
    })
  }

  #publish<M>({ outputs, media, close }: Emitted<M>, postMedia: (media: M) => void): void {
    if (outputs !== null) this.#options.post({ type: 'outputs', values: outputs })
    if (media !== null) postMedia(media)
    if (close === null) return
    this.#options.post({ type: 'close-stream', message: close.message })
    this.#endEmission()
  }

  #endEmission(): void {
    this.#emit.end()
    this.#videoEmit.end()
  }

  #postAudio(audio: EmittedSamples, turn: number): void {
    const { samples, sampleRate, channels } = audio
    // Of an earlier turn it will not be played: it takes no time.
    if (turn === this.#turn) this.#playhead.emitted((1000 * samples.length) / channels / sampleRate)
    this.#options.meters.add('audioOut')
    // It may be of a turn that was over before anybody else heard of it.
    if (this.#clearedTurn !== this.#turn) this.#tellCleared()
    this.#posted++
    const answered = this.#answered(this.#receive.lastTaken)
    this.#options.post({ type: 'audio', samples, sampleRate, channels, turn, ...answered }, [samples.buffer])
  }

  #postVideo({ pts, ...picture }: EmittedPicture): void {
    this.#options.meters.add('videoOut')
    const answered = this.#answered(this.#pictures.of(pts) ?? this.#videoReceive.lastTaken)
    this.#options.post({ type: 'video', ...picture, ...answered }, [picture.data.buffer])
  }

  /** What is said of the frame that an emitted one answers. */
  #answered(taken: TakenFrame | null) {
    if (taken === null) return { cause: null }
    return {
      cause: taken.arrivedAt,
      handled: { takenAt: taken.takenAt, emittedAt: this.#options.sessionTime() },
    }
  }
}
