/** Sounds of which everything is known, encoded once. */
import { createOpusDecoder } from '../../main/engine/codecs/opus-decoder'
import { createOpusEncoder } from '../../main/engine/codecs/opus-encoder'

export const RATE = 48_000
/** Samples of 20 ms. */
export const PACKET = 960
const FULL = 32_767

/** Both channels the same; what does not fill the last packet is silence. */
export function encodeSound(samples: ArrayLike<number>): readonly Uint8Array[] {
  const encoder = createOpusEncoder({ channels: 2 })
  const packets = Array.from({ length: Math.ceil(samples.length / PACKET) }, (_, packet) => {
    const stereo = Int16Array.from({ length: 2 * PACKET }, (_, n) => samples[packet * PACKET + (n >> 1)] ?? 0)
    return encoder.encode(stereo)
  })
  encoder.close()
  return packets
}

/** A sine, -20 dBFS for an amplitude of 0.1. */
export const tone = (hz: number, amplitude: number, seconds: number): Int16Array =>
  Int16Array.from({ length: RATE * seconds }, (_, n) =>
    Math.round(FULL * amplitude * Math.sin((2 * Math.PI * hz * n) / RATE)),
  )

/** The highest sample, and the highest between samples as a signal of limited bandwidth has it, dBFS. */
export function peaksOf(sound: Float32Array): { readonly sample: number; readonly between: number } {
  let [sample, between] = [0, 0]
  for (const value of sound) sample = Math.max(sample, Math.abs(value))
  // Near the highest samples alone: elsewhere nothing is higher.
  for (let n = TAPS; n < sound.length - TAPS; n += 1)
    if (Math.abs(sound[n] ?? 0) > 0.9 * sample)
      for (let part = 1; part < PARTS; part += 1)
        between = Math.max(between, Math.abs(valueAt(sound, n + part / PARTS)))
  return { sample: decibels(sample), between: decibels(Math.max(sample, between)) }
}

const TAPS = 24
const PARTS = 8
const decibels = (amplitude: number): number => 20 * Math.log10(amplitude)

/** Between samples: a sinc with a Hann window. Source: ITU-R BS.1770-5, annex 2, asks for four parts or more. */
function valueAt(sound: Float32Array, at: number): number {
  const middle = Math.floor(at)
  let sum = 0
  for (let n = middle - TAPS + 1; n <= middle + TAPS; n += 1) {
    const x = at - n
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / TAPS)
    sum += ((sound[n] ?? 0) * window * Math.sin(Math.PI * x)) / (Math.PI * x)
  }
  return sum
}

/** The left channel of packets that follow each other, -1..1. */
export function decodeSound(packets: readonly Uint8Array[]): Float32Array {
  const decoder = createOpusDecoder()
  const sound = new Float32Array(packets.length * PACKET)
  packets.forEach((payload, at) => {
    const samples = decoder.decode(payload)
    for (let n = 0; n < PACKET; n += 1) sound[at * PACKET + n] = (samples[2 * n] ?? 0) / FULL
  })
  decoder.close()
  return sound
}
