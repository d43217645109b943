import type { WireError } from '../../../contract/errors'
import { toWireError } from '../../../contract/errors'
import type { HostCounters } from '../../../contract/host'
import type { HandlerManifest } from '../../../contract/manifest'
import { BLOCK_MS } from '../../../contract/media'
import type { QueueReading, SessionCounters } from '../../../contract/state'
import type { Clock } from '../clock'
import type { IncomingFrame, Peer } from '../peer'
import { type AudioIn, type BlockTimes, createAudioIn } from './audio-in'
import { type AudioOut, createAudioOut, type EmittedAudio } from './audio-out'
import type { FramePathBook } from './frame-paths'
import type { FrameRows } from './frame-rows'
import { createHostTotals } from './host-totals'
import { MAX_BLOCKS_IN_FLIGHT, MAX_PICTURES_IN_FLIGHT, readAudioIn, readVideoIn } from './input-queues'
import type { InstanceSlot } from './instance-slot'
import type { LinkTally } from './link-tally'
import type { PathTimes } from './path-times'
import type { PictureRows } from './picture-rows'
import { createPlayedCount } from './played-count'
import { takesSameInput } from './same-media'
import type { SoundRows } from './sound-rows'
import { tapTrack, type WatchedFrame } from './tap-track'
import { realTimers } from './timers'
import { createVideoIn, type VideoIn } from './video-in'
import { createVideoOut, type EmittedVideo, type VideoOut } from './video-out'
import type { WorkMeter } from './work-meter'

export interface MediaPathsOptions {
  readonly clock: Clock
  readonly peer: Peer
  readonly slot: InstanceSlot
  readonly pathTimes: PathTimes
  /** Told of all that passes. */
  readonly records: {
    readonly frames: FrameRows
    readonly sound: SoundRows
    readonly pictures: PictureRows
    readonly links: LinkTally
    readonly paths: FramePathBook
    readonly work: WorkMeter
  }
  /** What goes out to the client, as it goes out. */
  readonly onSent: (frame: WatchedFrame) => void
  readonly onTrouble: (error: WireError, type: string) => void
}

/** The four paths of media between the peer and whichever instance answers now. */
export function createMediaPaths(options: MediaPathsOptions) {
  const { clock, peer, slot } = options
  const { frames, sound, pictures, links, paths, work } = options.records
  const timers = work.timers(realTimers)
  let manifest: HandlerManifest | undefined
  let audioIn: AudioIn | undefined
  let audioOut: AudioOut | undefined
  let videoIn: VideoIn | undefined
  let videoOut: VideoOut | undefined
  let receiving = false
  const totals = createHostTotals()
  let audioSkipped = 0
  let videoSkipped = 0
  /** By encoders that were replaced since. */
  let videoOutDropped = 0
  const played = createPlayedCount((count) => slot.post({ type: 'played', count }))

  function isPictureWanted(): boolean {
    if (!receiving) return false
    if (slot.inFlight().video < MAX_PICTURES_IN_FLIGHT) return true
    videoSkipped += 1
    links.video.skipped()
    return false
  }

  function postAudio(samples: Int16Array, channels: 1 | 2, { arrivedAt, soundAt }: BlockTimes): void {
    links.audio.decoded()
    if (manifest) sound.addReceived(samples, channels, manifest.inputSampleRate, soundAt)
    if (slot.inFlight().audio >= MAX_BLOCKS_IN_FLIGHT) {
      audioSkipped += 1
      links.audio.skipped()
      return
    }
    audioOut?.noteInput(BLOCK_MS, arrivedAt)
    if (manifest) frames.addSound('in', samples, manifest.inputSampleRate, channels)
    paths.handed('audio', clock.now())
    slot.post({ type: 'audio', samples, channels, arrivedAt }, [samples.buffer as ArrayBuffer])
    links.audio.handed()
  }

  function makeInputs(next: HandlerManifest): void {
    audioIn?.close()
    videoIn?.close()
    audioIn = videoIn = undefined
    if (next.mode === 'receive') return
    if (next.modality !== 'video') makeAudioIn(next)
    if (next.modality !== 'audio') makeVideoIn(next)
  }

  function makeAudioIn(next: HandlerManifest): void {
    audioIn = createAudioIn({
      sampleRate: next.inputSampleRate,
      layout: next.expectedLayout,
      onBlock: postAudio,
      onConcealed: frames.addConcealed,
      tally: links.audio,
      onDamaged: (message) => options.onTrouble({ code: 'invalid', message }, 'audio'),
    })
  }

  function makeVideoIn(next: HandlerManifest): void {
    videoIn = createVideoIn({
      format: next.videoFormat,
      wanted: isPictureWanted,
      onDecoded: (picture) => pictures.offer('in', picture),
      onPicture({ width, height, format, data, pts }, arrivedAt) {
        frames.addPicture('in', { width, height })
        paths.handed('video', clock.now())
        slot.post({ type: 'video', width, height, format, data, pts, arrivedAt }, [
          data.buffer as ArrayBuffer,
        ])
        links.video.handed()
      },
      tally: links.video,
      onDamaged: () => peer.remote('video')?.requestKeyFrame(),
    })
  }

  function makeAudioOut(): void {
    const track = peer.local('audio')
    if (!track) return
    audioOut = createAudioOut({
      ...{ clock, timers },
      track: tapTrack(track, options.onSent),
      pathTimes: options.pathTimes.audio,
      onEmpty: played.ranEmpty,
      onWent: (times) => paths.went('audio', times),
      onBlock: sound.addSent,
      tally: links.audio,
    })
  }

  function emitAudio(report: EmittedAudio): void {
    played.noteReport()
    frames.addSound('out', report.samples, report.sampleRate, report.channels)
    if (audioOut) audioOut.push(report)
    else played.ranEmpty()
  }

  function emitVideo(report: EmittedVideo): void {
    frames.addPicture('out', report)
    videoOut?.push(report)
  }

  function makeVideoOut(): void {
    const track = peer.local('video')
    if (!track || !manifest) return
    videoOutDropped += videoOut?.readQueue().dropped ?? 0
    videoOut?.close()
    videoOut = createVideoOut({
      ...{ clock, timers },
      track: tapTrack(track, options.onSent),
      tally: links.video,
      fps: manifest.fps,
      onWent: (times) => paths.went('video', times),
      pathTimes: options.pathTimes.video,
      onShown: (picture) => pictures.offer('out', picture),
      onRefused: (thrown) => options.onTrouble(toWireError(thrown, 'handler'), 'videoEmit'),
    })
  }

  function readQueues(): readonly QueueReading[] {
    const input = {
      totals,
      inFlight: slot.inFlight(),
      skipped: { audio: audioSkipped, video: videoSkipped },
    }
    const video = videoOut?.readQueue()
    return [
      ...(audioIn ? [readAudioIn(input)] : []),
      ...(videoIn ? [readVideoIn(input)] : []),
      ...(audioOut ? [audioOut.readQueue()] : []),
      ...(video ? [{ ...video, dropped: video.dropped + videoOutDropped }] : []),
    ]
  }

  return {
    /** The answer is made: the local tracks exist. */
    attach(): void {
      makeAudioOut()
      makeVideoOut()
    },
    /** Another instance answers from now on. */
    use(next: HandlerManifest): void {
      const before = manifest
      manifest = next
      totals.restart()
      links.restart()
      played.restart(next.turns !== null)
      audioOut?.takeOver()
      if (!before || !takesSameInput(before, next)) {
        makeInputs(next)
        if (before) peer.remote('video')?.requestKeyFrame()
      }
      if (before && before.fps !== next.fps) makeVideoOut()
    },
    /** The instance's loops have begun: what comes in from now on is for it. */
    begin(): void {
      receiving = true
      peer.handlerStarted?.()
    },
    receive(kind: 'audio' | 'video', frame: IncomingFrame): void {
      links[kind].arrived()
      paths.came(kind, frame, clock.now())
      if (kind === 'video') videoIn?.push(frame)
      else if (receiving) audioIn?.push(frame)
    },
    emit(report: EmittedAudio | EmittedVideo): void {
      if (report.type === 'audio') emitAudio(report)
      else emitVideo(report)
    },
    clearQueue: (turn: number) => audioOut?.clear(turn),
    requestKeyFrame: () => videoOut?.requestKeyFrame(),
    /** Whether anything goes out to the client. */
    isSending: () => audioOut !== undefined || videoOut !== undefined,
    /** Resolves when all that was emitted has been sent or dropped. */
    async whenDrained(): Promise<void> {
      await Promise.all([audioOut?.whenDrained(), videoOut?.whenDrained()])
    },
    /** The instance's own counts, as its host reported them last. */
    noteHostCounters: (counters: HostCounters) => totals.note(counters),
    hostCounters: totals.latest,
    readQueues,
    counters(): Omit<SessionCounters, 'messagesIn' | 'messagesOut'> {
      const { audioDropped, videoDropped, ...passed } = totals.sum()
      return {
        ...passed,
        inputDropped: audioDropped + videoDropped + audioSkipped + videoSkipped,
        packetsLost: (peer.remote('audio')?.packetsLost ?? 0) + (peer.remote('video')?.packetsLost ?? 0),
        ...(audioOut?.counters() ?? { trimmed: 0, underruns: 0 }),
      }
    },
    close(): void {
      for (const path of [audioIn, audioOut, videoIn, videoOut]) path?.close()
      audioIn = audioOut = videoIn = videoOut = undefined
    },
  }
}

export type MediaPaths = ReturnType<typeof createMediaPaths>
