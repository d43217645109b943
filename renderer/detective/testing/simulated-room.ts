import FFT from 'fft.js'
import speech from '../../assets/speech.wav?inline'
import { FFT_SIZE } from '../spectrum-tap'

/** Sound as numbers, with a loudspeaker and a microphone in one room. */

export const RATE_HZ = 48_000

export interface Room {
  /** How much of the loudspeaker the microphone hears at the room's strongest tone, 1 = as loud. */
  readonly gain: number
  /** The room's strongest tone, Hz. */
  readonly hz: number
  /** From the microphone through the handler to the loudspeaker and back, ms. */
  readonly delayMs: number
}

/** A resonance: source RBJ's Audio EQ Cookbook, band-pass of constant 0 dB peak gain. */
function createResonance(hz: number): (value: number) => number {
  const w = (2 * Math.PI * hz) / RATE_HZ
  const alpha = Math.sin(w) / (2 * 6)
  const [a0, a1, a2] = [1 + alpha, -2 * Math.cos(w), 1 - alpha]
  let [x1, x2, y1, y2] = [0, 0, 0, 0]
  return (value) => {
    const y = (alpha * value - alpha * x2 - a1 * y1 - a2 * y2) / a0
    ;[x2, x1, y2, y1] = [x1, value, y1, y]
    return y
  }
}

/** What an echo handler is sent, and gives back, while `voice` is spoken in the room. */
export function perform(voice: Float32Array, { gain, hz, delayMs }: Room) {
  const delay = Math.round((delayMs * RATE_HZ) / 1000)
  const sent = new Float32Array(voice.length)
  const received = new Float32Array(voice.length)
  const resonance = createResonance(hz)
  for (let at = 0; at < voice.length; at += 1) {
    received[at] = sent[at - delay] ?? 0
    const heard = gain * resonance(received[at] ?? 0)
    sent[at] = Math.max(-1, Math.min(1, (voice[at] ?? 0) + heard))
  }
  return { sent, received }
}

/** dB of each bin around a moment, as the AnalyserNode of W3C Web Audio section 1.8.6 has it: Blackman window. */
export function spectrumAt(samples: Float32Array, ms: number): Float32Array {
  const end = Math.round((ms * RATE_HZ) / 1000)
  const fft = new FFT(FFT_SIZE)
  const windowed = Float64Array.from({ length: FFT_SIZE }, (_, k) => {
    const phase = (2 * Math.PI * k) / FFT_SIZE
    const blackman = 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase)
    return (samples[end - FFT_SIZE + k] ?? 0) * blackman
  })
  const out = fft.createComplexArray()
  fft.realTransform(out, windowed)
  return Float32Array.from({ length: FFT_SIZE / 2 }, (_, k) => {
    return 20 * Math.log10(Math.hypot(out[2 * k] ?? 0, out[2 * k + 1] ?? 0) / FFT_SIZE)
  })
}

const lengthOf = (seconds: number): number => seconds * RATE_HZ

/** Noise of a quiet room, the same each time. */
export function noise(seconds: number, amplitude = 0.001): Float32Array {
  let seed = 1
  return Float32Array.from({ length: lengthOf(seconds) }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return amplitude * (seed / 1_073_741_823.5 - 1)
  })
}

/** `amplitude` by time, s. */
export const tone = (seconds: number, hz: number, amplitude: (at: number) => number): Float32Array =>
  Float32Array.from(
    { length: lengthOf(seconds) },
    (_, at) => amplitude(at / RATE_HZ) * Math.sin((2 * Math.PI * hz * at) / RATE_HZ),
  )

/** Three voices that go through a scale, each with overtones, swelling and fading. */
export const music = (seconds: number): Float32Array =>
  Float32Array.from({ length: lengthOf(seconds) }, (_, at) => {
    const t = at / RATE_HZ
    const step = Math.floor(t / 0.9)
    const voices = [0, 4, 7].map((third) => 220 * 2 ** (((step * 2) % 12) / 12 + third / 12))
    const swell = 0.1 + 0.1 * (t % 0.9)
    return (
      voices.reduce((sum, hz) => {
        const overtones = [1, 2, 3, 4].reduce((all, k) => all + Math.sin(2 * Math.PI * hz * k * t) / k, 0)
        return sum + swell * overtones
      }, 0) / 3
    )
  })

/** The speech clip of the app, at its own rate of 48 kHz. */
export function speechClip(): Float32Array {
  const bytes = Uint8Array.from(atob(speech.slice(speech.indexOf(',') + 1)), (char) => char.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  const HEADER = 44
  const factor = RATE_HZ / view.getUint32(24, true)
  const length = Math.floor(((bytes.length - HEADER) / 2) * factor)
  return Float32Array.from(
    { length },
    (_, at) => view.getInt16(HEADER + 2 * Math.floor(at / factor), true) / 32_768,
  )
}
