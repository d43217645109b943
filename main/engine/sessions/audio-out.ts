import type { HostReport } from '../../../contract/host'
import { BLOCK_MS, type ChannelCount } from '../../../contract/media'
import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import { createWireAudioEncoder, wireChannels } from '../codecs/wire-audio-encoder'
import { createBacklogTrim } from '../media/backlog-trim'
import { createDropTally } from '../media/drop-tally'
import { createEmittedQueue } from '../media/emitted-queue'
import { createPacer, type PacedBlock } from '../media/pacer'
import type { QuantileCollector } from '../media/quantiles'
import { createTurnGate } from '../media/turn-gate'
import type { LocalTrack, WireAudio } from '../peer'
import { createDrain } from './drain'
import type { WentTimes } from './frame-paths'
import type { MediumTally } from './link-tally'
import { realTimers, type Timers } from './timers'
import { createWireResampler } from './wire-resampler'

export type EmittedAudio = Extract<HostReport, { type: 'audio' }>

export interface AudioOutOptions {
  readonly clock: Clock
  /** Of the same time as the clock; the real ones if left out. */
  readonly timers?: Timers
  readonly track: LocalTrack
  /** Takes the engine's own time of each block that answers an input. */
  readonly pathTimes: QuantileCollector
  /** Nothing is queued; also called when that was so before. */
  readonly onEmpty: () => void
  /** Told when each block with sound in it has gone out. */
  readonly onWent?: (times: WentTimes) => void
  /** Each block as it goes out, 48 kHz, also one of silence; `soundAt` is when its sound begins for who decodes it, ms on the clock. */
  readonly onBlock?: (samples: Int16Array, channels: ChannelCount, soundAt: number) => void
  /** Counts blocks that went out in which some sound was queued, and what an interrupted turn left behind. */
  readonly tally?: Pick<MediumTally, 'sent' | 'stale'>
}

/** How much is converted for the wire before it is due, ms: a burst costs nothing at once. */
const READY_MS = 200
/** What is converted at a time, ms. */
const PART_MS = 100
/** A host emits no more while a minute waits, and no value is longer than a minute. */
const LIMIT_MS = 125_000

/** Codes for the wire: one channel as long as the handler emits no more, which is half the work of two. */
function createWire(audio: WireAudio) {
  let channels: ChannelCount = 1
  let encoder = createWireAudioEncoder(audio, channels)
  return {
    channels: () => channels,
    delayMs: () => encoder.delayMs,
    encode: (samples: Int16Array) => encoder.encode(samples),
    /** The handler emits stereo: from now on the wire does, if it can. Whether that is new. */
    widen(): boolean {
      if (channels === 2 || wireChannels(audio) === 1) return false
      channels = 2
      encoder.close()
      encoder = createWireAudioEncoder(audio, channels)
      return true
    },
    close: () => encoder.close(),
  }
}

/** Tells how long what has gone out took. */
function createSentNotes({ clock, track, pathTimes, onWent }: AudioOutOptions) {
  let lastSentAt = Number.NEGATIVE_INFINITY
  return ({ cause, handled, queuedAt }: PacedBlock, dueAt: number): void => {
    const sentAt = clock.now()
    const headAt = Math.max(queuedAt, lastSentAt)
    lastSentAt = sentAt
    if (cause === null) return
    pathTimes.add(queuedAt - cause + (sentAt - dueAt))
    onWent?.({ cause, handled, headAt, dueAt, sentAt, timestamp: track.timestamp?.() ?? null })
  }
}

/** What the handler emits -> turn gate, 48 kHz, 20 ms clock, Opus, the wire. */
export function createAudioOut(options: AudioOutOptions) {
  const { clock, track, timers = realTimers } = options
  const wire = createWire(track.audio ?? { codec: 'opus' })
  const resampler = createWireResampler()
  const pacer = createPacer({ now: clock.now(), channels: wire.channels() })
  const emitted = createEmittedQueue({ limitMs: LIMIT_MS })
  const gate = createTurnGate()
  const trim = createBacklogTrim()
  const cut = createDropTally()
  const noteSent = createSentNotes(options)
  let callOff = (): void => undefined
  let [trimmed, overflowMs] = [0, 0]
  let closed = false
  /** Silence was sent last, or nothing yet. */
  let isDry = true
  /** What is queued is an earlier instance's: it is played until the present one has something to say. */
  let inherited = false
  const queuedMs = () => emitted.queuedMs + pacer.queuedMs()
  const drain = createDrain(() => closed || queuedMs() === 0)

  function makeReady(): void {
    while (pacer.queuedMs() < READY_MS) {
      const part = emitted.take(PART_MS)
      if (!part) return
      pacer.push(resampler.push(part, wire.channels()), part.meta)
    }
  }

  /** One silent block follows the last sound also where silence is not taken: it brings along what the resampler still holds. */
  function sendBlock(block: PacedBlock): void {
    if (block.silent && isDry && !track.takesSilence) return
    const endsSound = block.silent && !isDry
    isDry = block.silent
    const dueAt = clock.now()
    track.send(wire.encode(block.samples), block.pts)
    noteSent(block, dueAt)
    options.onBlock?.(block.samples, wire.channels(), clock.now() + wire.delayMs())
    if (!block.silent) options.tally?.sent()
    if (endsSound) track.ranDry?.()
  }

  function send(): void {
    for (const block of pacer.due(clock.now())) sendBlock(block)
    noteIfEmpty()
  }

  function noteIfEmpty(): void {
    if (queuedMs() > 0) return
    options.onEmpty()
    drain.check()
  }

  function trimBacklog(now: number): void {
    const wanted = trim.blocksToCut(queuedMs(), now)
    let blocks = 0
    while (blocks < wanted) {
      makeReady()
      const dropped = pacer.drop(wanted - blocks)
      if (dropped === 0) break
      blocks += dropped
    }
    trimmed += blocks
    if (blocks > 0) cut.note('the handler had stalled: what was late was cut, so that it is live again')
  }

  function tick(): void {
    if (closed) return
    trimBacklog(clock.now())
    makeReady()
    send()
    callOff()
    const now = clock.now()
    callOff = timers.after(Math.max(0, pacer.nextAt(now) - now), tick)
  }

  function dropAll(): void {
    resampler.reset()
    emitted.clear()
    pacer.clear()
    inherited = false
  }

  /** The present instance's first sound takes the place of what an earlier one had left. */
  function supplant(): void {
    resampler.reset()
    emitted.clear()
    pacer.supplant()
    inherited = false
  }

  function readQueue(): QueueReading {
    const oldest = pacer.oldestAt() ?? emitted.oldestAt
    return {
      name: 'audio out',
      unit: 'ms',
      depth: Math.round(queuedMs()),
      limit: LIMIT_MS,
      ageMs: oldest === null ? 0 : Math.round(clock.now() - oldest),
      dropped: trimmed * BLOCK_MS + Math.round(overflowMs),
      reason: cut.reason,
    }
  }

  tick()

  return {
    /** A block was handed to the handler: the measure of a live rhythm. */
    noteInput(durationMs: number, arrivedAt: number): void {
      trim.noteInput(durationMs, arrivedAt)
    },
    push({ turn, cause, handled, ...audio }: EmittedAudio): void {
      if (closed) return
      if (!gate.accepts(turn)) {
        options.tally?.stale()
        noteIfEmpty()
        return
      }
      if (audio.channels === 2 && wire.widen()) pacer.widen()
      if (inherited) supplant()
      const now = clock.now()
      const { samples, sampleRate } = audio
      const durationMs = (samples.length / audio.channels / sampleRate) * 1000
      if (
        emitted.push({ samples, sampleRate, channels: audio.channels, meta: { turn, cause, handled, now } })
      )
        trim.noteOutput(durationMs, cause ?? now)
      else {
        overflowMs += durationMs
        cut.note('the handler emitted more than two minutes ahead of what was played')
      }
      tick()
    },
    /** Drops all that is queued and everything of turns before `turn`. */
    clear(turn: number): void {
      gate.advance(turn)
      dropAll()
      track.clear()
      noteIfEmpty()
    },
    /**
     * A new instance takes over: it counts its turns from 0 again. What is queued plays on until its first sound, which is faded
     * in over it.
     */
    takeOver(): void {
      gate.restart()
      inherited = true
    },
    /** Resolves when all that is queued has been sent or dropped. */
    whenDrained: drain.whenEmpty,
    counters: () => ({ trimmed, underruns: pacer.counters().underruns }),
    readQueue,
    close(): void {
      if (closed) return
      closed = true
      callOff()
      drain.release()
      resampler.reset()
      wire.close()
    },
  }
}

export type AudioOut = ReturnType<typeof createAudioOut>
