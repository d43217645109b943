import type { HostReport } from '../../../contract/host'
import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import type { Clock } from '../clock'
import { type AudioResampler, createAudioResampler } from '../codecs/audio-resampler'
import { createOpusEncoder } from '../codecs/opus-encoder'
import { createBacklogTrim } from '../media/backlog-trim'
import { createPacer } from '../media/pacer'
import type { QuantileCollector } from '../media/quantiles'
import { createTurnGate } from '../media/turn-gate'
import type { LocalTrack } from '../rtc/local-track'
import { createDrain } from './drain'

export type EmittedAudio = Extract<HostReport, { type: 'audio' }>

export interface AudioOutOptions {
  readonly clock: Clock
  readonly track: LocalTrack
  /** Takes the engine's own time of each block that answers an input. */
  readonly pathTimes: QuantileCollector
  /** Nothing is queued; also called when that was so before. */
  readonly onEmpty: () => void
}

/** The resampler to 48 kHz stereo, made anew when the handler changes what it emits. */
function createWireResampler() {
  let current: { readonly key: string; readonly resampler: AudioResampler } | undefined
  return {
    push({ sampleRate, channels, samples }: EmittedAudio): Int16Array {
      const key = `${sampleRate}/${channels}`
      if (current?.key !== key) {
        current?.resampler.close()
        const to = { sampleRate: OPUS_SAMPLE_RATE, channels: 2 } as const
        current = { key, resampler: createAudioResampler({ from: { sampleRate, channels }, to }) }
      }
      return current.resampler.push(samples)
    },
    /** Forgets what the filter still holds: it belongs to a reply that was interrupted. */
    reset(): void {
      current?.resampler.close()
      current = undefined
    },
  }
}

/** What the handler emits -> turn gate, 48 kHz, 20 ms clock, Opus, the wire. */
export function createAudioOut(options: AudioOutOptions) {
  const { clock, track } = options
  const encoder = createOpusEncoder({ channels: 2 })
  const resampler = createWireResampler()
  const pacer = createPacer({ now: clock.now() })
  const gate = createTurnGate()
  const trim = createBacklogTrim()
  let timer: NodeJS.Timeout | undefined
  let trimmed = 0
  let closed = false
  const drain = createDrain(() => closed || pacer.queuedMs() === 0)

  function send(): void {
    const now = clock.now()
    for (const block of pacer.due(now)) {
      const begun = clock.now()
      track.send(encoder.encode(block.samples), block.pts)
      if (block.cause !== null) {
        options.pathTimes.add(block.queuedAt - block.cause + (clock.now() - begun))
      }
    }
    noteIfEmpty()
  }

  function noteIfEmpty(): void {
    if (pacer.queuedMs() > 0) return
    options.onEmpty()
    drain.check()
  }

  function tick(): void {
    if (closed) return
    trimmed += pacer.drop(trim.blocksToCut(pacer.queuedMs(), clock.now()))
    send()
    clearTimeout(timer)
    const now = clock.now()
    timer = setTimeout(tick, Math.max(0, pacer.nextAt(now) - now))
  }

  tick()

  return {
    /** A block was handed to the handler: the measure of a live rhythm. */
    noteInput(durationMs: number, arrivedAt: number): void {
      trim.noteInput(durationMs, arrivedAt)
    },
    push(emitted: EmittedAudio): void {
      if (closed) return
      if (!gate.accepts(emitted.turn)) {
        noteIfEmpty()
        return
      }
      const now = clock.now()
      const durationMs = (emitted.samples.length / emitted.channels / emitted.sampleRate) * 1000
      pacer.push(resampler.push(emitted), { turn: emitted.turn, cause: emitted.cause, now })
      trim.noteOutput(durationMs, emitted.cause ?? now)
      tick()
    },
    /** Drops all that is queued and everything of turns before `turn`. */
    clear(turn: number): void {
      gate.advance(turn)
      resampler.reset()
      pacer.clear()
      noteIfEmpty()
    },
    /** A new instance takes over: it counts its turns from 0 again. */
    takeOver(): void {
      gate.restart()
      resampler.reset()
      pacer.clear()
    },
    /** Resolves when all that is queued has been sent or dropped. */
    whenDrained: drain.whenEmpty,
    counters: () => ({ trimmed, underruns: pacer.counters().underruns }),
    close(): void {
      if (closed) return
      closed = true
      clearTimeout(timer)
      drain.release()
      resampler.reset()
      encoder.close()
    },
  }
}

export type AudioOut = ReturnType<typeof createAudioOut>
