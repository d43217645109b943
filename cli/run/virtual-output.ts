import { toWireError, type WireError } from '../../contract/errors'
import type { HostReport } from '../../contract/host'
import { BLOCK_MS } from '../../contract/media'
import { createQuantiles } from '../../main/engine/media/quantiles'
import { type AudioOut, createAudioOut } from '../../main/engine/sessions/audio-out'
import { createPlayedCount } from '../../main/engine/sessions/played-count'
import { createVideoOut, type VideoOut } from '../../main/engine/sessions/video-out'
import { createRecordedTrack } from './recorded-track'
import type { RunPlan } from './run-plan'
import type { SteppedTime } from './stepped-time'

export interface VirtualOutputOptions {
  readonly plan: RunPlan
  readonly time: SteppedTime
  /** The first `count` sounds of the handler are over. */
  readonly onPlayed: (count: number) => void
  readonly onRefused: (error: WireError) => void
}

/** Paces what a handler emits as in a call, on a clock that is stepped. */
export function createVirtualOutput({ plan, time, onPlayed, onRefused }: VirtualOutputOptions) {
  const { manifest, recording, watch } = plan
  const played = createPlayedCount(onPlayed)
  played.restart(manifest.turns !== null)
  const paced = { clock: time, timers: time, pathTimes: createQuantiles() }
  const track = { recording, onActivity: watch.noteActivity }
  const isSending = manifest.mode !== 'send'
  const audio: AudioOut | null =
    isSending && manifest.modality !== 'video'
      ? createAudioOut({ ...paced, track: createRecordedTrack('audio', track), onEmpty: played.ranEmpty })
      : null
  const video: VideoOut | null =
    isSending && manifest.modality !== 'audio'
      ? createVideoOut({
          ...paced,
          track: createRecordedTrack('video', track),
          fps: manifest.fps,
          onRefused: (thrown) => onRefused(toWireError(thrown, 'handler')),
        })
      : null

  function emitAudio(report: Extract<HostReport, { type: 'audio' }>): void {
    played.noteReport()
    if (audio) audio.push(report)
    else played.ranEmpty()
  }

  return {
    take(report: HostReport): void {
      if (report.type === 'audio') emitAudio(report)
      else if (report.type === 'video') video?.push(report)
      else if (report.type === 'clear-queue') audio?.clear(report.turn)
    },
    /** A block is about to be handed to the handler. */
    noteInput: (at: number): void => audio?.noteInput(BLOCK_MS, at),
    /** Whether all that was emitted has been played. */
    isDrained: (): boolean => (audio?.readQueue().depth ?? 0) === 0 && (video?.readQueue().depth ?? 0) === 0,
    counters: () => audio?.counters() ?? { trimmed: 0, underruns: 0 },
    close(): void {
      audio?.close()
      video?.close()
    },
  }
}
