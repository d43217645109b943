import type { HostReport } from '../../../contract/host'
import { type Picture, VIDEO_CLOCK_RATE } from '../../../contract/media'
import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import { createPictureConverter } from '../codecs/picture-converter'
import { createVp8Encoder, type Vp8Encoder } from '../codecs/vp8-encoder'
import { createFrameRateGate } from '../media/frame-rate-gate'
import type { QuantileCollector } from '../media/quantiles'
import type { LocalTrack } from '../peer'
import { createDrain } from './drain'
import type { WentTimes } from './frame-paths'
import type { MediumTally } from './link-tally'
import { realTimers, type Timers } from './timers'

export type EmittedVideo = Extract<HostReport, { type: 'video' }>

export interface VideoOutOptions {
  readonly clock: Clock
  /** Of the same time as the clock; the real ones if left out. */
  readonly timers?: Timers
  readonly track: LocalTrack
  readonly fps: number
  readonly pathTimes: QuantileCollector
  /** Told when each picture has gone out. */
  readonly onWent?: (times: WentTimes) => void
  /** Each picture as it is coded, `i420`. */
  readonly onShown?: (picture: Picture) => void
  /** Counts pictures that went out, and those that could not be encoded. */
  readonly tally?: Pick<MediumTally, 'sent' | 'unencodable'>
  readonly onRefused: (thrown: unknown) => void
}

/** A picture, and when it came here. */
interface Offered {
  readonly emitted: EmittedVideo
  readonly at: number
}

/** Bits per pixel and picture that VP8 in real time needs for a clean picture; 1.5 Mbit/s at 640x480 and 30 fps. */
const BITS_PER_PIXEL = 0.16
const MIN_BITRATE = 300_000
const MAX_BITRATE = 6_000_000

function wantedBitrate(picture: { width: number; height: number }, fps: number): number {
  const bitrate = picture.width * picture.height * fps * BITS_PER_PIXEL
  return Math.round(Math.min(MAX_BITRATE, Math.max(MIN_BITRATE, bitrate)))
}

/**
 * Of each time that a picture takes in the thread that carries everybody's sound, so many times must pass until the next one:
 * large ones are sent less often.
 */
const REST_FOR_WORK = 2

/** What the handler emits -> frame rate, I420, VP8, the wire. */
export function createVideoOut(options: VideoOutOptions) {
  const { clock, track, fps, timers = realTimers } = options
  const origin = clock.now()
  const converter = createPictureConverter()
  const gate = createFrameRateGate<Offered>(fps)
  let encoder: Vp8Encoder | undefined
  let keyFrameWanted = true
  let callOff = (): void => undefined
  let closed = false
  const drain = createDrain(() => closed || gate.nextAt() === null)

  function encode(picture: Picture) {
    const target = track.targetBitrate() ?? Number.POSITIVE_INFINITY
    const bitrate = Math.max(MIN_BITRATE, Math.min(wantedBitrate(picture, fps), target))
    encoder ??= createVp8Encoder({ bitrate, fps, clock })
    encoder.setBitrate(bitrate)
    return encoder.encode(picture, { keyFrame: keyFrameWanted })
  }

  function send(offered: Offered): void {
    const now = clock.now()
    sendAt(offered, now)
    gate.rest((clock.now() - now) * REST_FOR_WORK)
  }

  function sendAt({ emitted, at }: Offered, now: number): void {
    const pts = Math.round(((now - origin) * VIDEO_CLOCK_RATE) / 1000)
    try {
      const picture = converter.convert({ ...emitted, pts }, { format: 'i420' })
      const encoded = encode(picture)
      if (!encoded) return
      keyFrameWanted = false
      track.send(encoded.payload, pts)
      const { cause, handled } = emitted
      const [sentAt, timestamp] = [clock.now(), track.timestamp?.() ?? null]
      options.onWent?.({ cause, handled, headAt: at, dueAt: now, sentAt, timestamp })
      options.onShown?.(picture)
      options.tally?.sent()
      if (cause !== null) options.pathTimes.add(sentAt - cause)
    } catch (thrown) {
      options.tally?.unencodable()
      options.onRefused(thrown)
    }
  }

  function schedule(): void {
    callOff()
    drain.check()
    const at = gate.nextAt()
    if (at === null) return
    callOff = timers.after(Math.max(0, at - clock.now()), () => {
      const frame = gate.due(clock.now())
      if (frame) send(frame)
      schedule()
    })
  }

  return {
    push(emitted: EmittedVideo): void {
      if (closed) return
      const at = clock.now()
      const frame = gate.offer({ emitted, at }, at)
      if (frame) send(frame)
      schedule()
    },
    requestKeyFrame(): void {
      keyFrameWanted = true
    },
    readQueue: (): QueueReading => ({
      name: 'video out',
      unit: 'pictures',
      depth: gate.nextAt() === null ? 0 : 1,
      limit: 1,
      ageMs: null,
      dropped: gate.skipped,
      reason:
        gate.skipped === 0
          ? null
          : `the handler shows more pictures than the ${fps} a second of its fps, or larger ones than can be coded as often`,
    }),
    /** Resolves when no picture waits for its time to be sent. */
    whenDrained: drain.whenEmpty,
    close(): void {
      closed = true
      callOff()
      drain.release()
      encoder?.close()
      converter.close()
    },
  }
}

export type VideoOut = ReturnType<typeof createVideoOut>
