import { SoundcheckError } from '../../contract/errors'
import { PICTURE_FPS, PICTURE_HEIGHT, PICTURE_WIDTH } from './camera-source'
import { type SourceTrack, sourceOf } from './microphone-source'

/** A short tone, -6 dBFS, above what a telephone cuts off. */
const TONE = { hz: 1500, amplitude: 0.5, lengthMs: 60 } as const
/** A flash that no picture rate misses. */
const FLASH_MS = 250

export interface MarkerSound extends SourceTrack {
  /** When the tone begins, s on the context's clock. */
  readonly beginsAt: number
}

/** Silence, and after `leadMs` a short tone. */
export function openMarkerSound(context: AudioContext, leadMs: number): MarkerSound {
  const destination = context.createMediaStreamDestination()
  const tone = new OscillatorNode(context, { frequency: TONE.hz })
  const gain = new GainNode(context, { gain: 0 })
  const beginsAt = context.currentTime + leadMs / 1000
  gain.gain.setValueAtTime(TONE.amplitude, beginsAt)
  gain.gain.setValueAtTime(0, beginsAt + TONE.lengthMs / 1000)
  tone.connect(gain).connect(destination)
  tone.start()
  const { track, close } = sourceOf(destination.stream)
  return {
    ...{ track, beginsAt },
    close: () => {
      tone.stop()
      tone.disconnect()
      gain.disconnect()
      close()
    },
  }
}

export interface MarkerPicture extends SourceTrack {
  /** When the first white picture was drawn, ms on the clock of `performance.now()`; null as long as it was not. */
  flashedAt(): number | null
}

/** Black pictures, and after `leadMs` a white flash. */
export function openMarkerPicture(leadMs: number): MarkerPicture {
  const canvas = document.createElement('canvas')
  canvas.width = PICTURE_WIDTH
  canvas.height = PICTURE_HEIGHT
  const context = canvas.getContext('2d', { alpha: false })
  if (!context) throw new SoundcheckError('unavailable', 'The marker could not be drawn.')
  const { track, close } = sourceOf(canvas.captureStream(0))
  const begunAt = performance.now()
  let flashedAt: number | null = null
  const draw = () => {
    const now = performance.now()
    if (now >= begunAt + leadMs) flashedAt ??= now
    // From the first white picture on: a window that stood still at that time flashes later, not never.
    const isFlash = flashedAt !== null && now < flashedAt + FLASH_MS
    context.fillStyle = isFlash ? '#ffffff' : '#000000'
    context.fillRect(0, 0, canvas.width, canvas.height)
    if (track instanceof CanvasCaptureMediaStreamTrack) track.requestFrame()
  }
  draw()
  const timer = setInterval(draw, 1000 / PICTURE_FPS)
  return {
    track,
    flashedAt: () => flashedAt,
    close: () => {
      clearInterval(timer)
      close()
    },
  }
}
