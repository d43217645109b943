/** A sound from which its delay and its loudness can be told, encoded once and sent again and again. */
import { createOpusDecoder } from '../../main/engine/codecs/opus-decoder'
import { createOpusEncoder } from '../../main/engine/codecs/opus-encoder'

const RATE = 48_000
const PACKET = 960
/** Packets from one beep to the next: the delay is measured every 100 ms. */
const PERIOD = 5
/** Hz of the beeps, in turn: delays up to a second are told apart. Multiples of 50 fit the 20 ms of a packet. */
const TONES = [600, 800, 1000, 1250, 1500, 1800, 2200, 2700, 3300, 4000]
const LENGTH_MS = 10
const AMPLITUDE = 0.5
/** A soft tone under the beeps, so that every packet of the sound is larger than one of silence. */
const GROUND = { hz: 300, amplitude: 0.02 }
/** Bytes of a packet at which there is sound in it: silence takes a few. */
export const SOUND_BYTES = 20
/** Packets after which the sound begins anew. */
export const LOOP_PACKETS = PERIOD * TONES.length
const LOOP_SAMPLES = LOOP_PACKETS * PACKET

/** One beep that was heard. */
export interface Beep {
  /** Its place in {@link TONES}. */
  readonly tone: number
  /** ms on the clock of the packets' times. */
  readonly at: number
  readonly amplitude: number
}

/** One encoded packet, and when it was sent or came. */
export interface TimedPacket {
  readonly at: number
  readonly payload: Uint8Array
}

function sampleAt(n: number): number {
  const packet = Math.floor(n / PACKET)
  const within = n % PACKET
  const length = (RATE * LENGTH_MS) / 1000
  const ground = GROUND.amplitude * Math.sin((2 * Math.PI * GROUND.hz * n) / RATE)
  if (packet % PERIOD !== 2 || within >= length) return ground
  const hz = TONES[Math.floor(packet / PERIOD)] ?? 0
  const window = Math.sin((Math.PI * within) / length) ** 2
  return ground + AMPLITUDE * window * Math.sin((2 * Math.PI * hz * within) / RATE)
}

/** The packets of the sound; it is the same however often it is repeated, because the second of two rounds is taken. */
export function encodeBeeps(): readonly Uint8Array[] {
  const encoder = createOpusEncoder({ channels: 2 })
  const packets: Uint8Array[] = []
  for (let packet = 0; packet < 2 * LOOP_PACKETS; packet += 1) {
    const samples = new Int16Array(2 * PACKET)
    for (let n = 0; n < PACKET; n += 1) {
      const value = Math.round(32_767 * sampleAt((packet * PACKET + n) % LOOP_SAMPLES))
      samples[2 * n] = samples[2 * n + 1] = value
    }
    packets.push(encoder.encode(samples))
  }
  encoder.close()
  return packets.slice(LOOP_PACKETS)
}

/** The left channel of all packets, one after the other. */
function decodeAll(packets: readonly TimedPacket[]): Float32Array {
  const decoder = createOpusDecoder()
  const sound = new Float32Array(packets.length * PACKET)
  packets.forEach(({ payload }, index) => {
    const samples = decoder.decode(payload)
    for (let n = 0; n < PACKET; n += 1) sound[index * PACKET + n] = (samples[2 * n] ?? 0) / 32_767
  })
  decoder.close()
  return sound
}

const QUIET = 0.05
const WINDOW = (RATE * LENGTH_MS) / 1000

function strengthOf(sound: Float32Array, from: number, hz: number): number {
  let real = 0
  let imaginary = 0
  for (let n = 0; n < WINDOW; n += 1) {
    const value = sound[from + n] ?? 0
    real += value * Math.cos((2 * Math.PI * hz * n) / RATE)
    imaginary += value * Math.sin((2 * Math.PI * hz * n) / RATE)
  }
  return (2 * Math.hypot(real, imaginary)) / WINDOW
}

/** The middle of the energy from `from` on: finer than where a threshold is crossed, and the same for any gain. */
function middleOf(sound: Float32Array, from: number): number {
  let energy = 0
  let moment = 0
  for (let n = from; n < from + WINDOW; n += 1) {
    const power = (sound[n] ?? 0) ** 2
    energy += power
    moment += n * power
  }
  return moment / energy
}

function beepAt(packets: readonly TimedPacket[], sound: Float32Array, onset: number): Beep | null {
  const from = Math.max(0, onset - WINDOW / 8)
  const strengths = TONES.map((hz) => strengthOf(sound, from, hz))
  const amplitude = Math.max(...strengths)
  const middle = middleOf(sound, from)
  const packet = packets[Math.floor(middle / PACKET)]
  if (!packet) return null
  return { tone: strengths.indexOf(amplitude), amplitude, at: packet.at + ((middle % PACKET) / RATE) * 1000 }
}

/** All beeps in packets that follow each other. A sound in a packet counts as heard when it is played at the packet's time. */
export function findBeeps(packets: readonly TimedPacket[]): readonly Beep[] {
  const sound = decodeAll(packets)
  const found: Beep[] = []
  for (let n = 0; n < sound.length; n += 1) {
    if (Math.abs(sound[n] ?? 0) < QUIET) continue
    const beep = beepAt(packets, sound, n)
    if (beep) found.push(beep)
    n += 2 * WINDOW
  }
  return found
}

/** A beep that came back. */
export interface Echo {
  /** When it was sent. */
  readonly at: number
  readonly latency: number
  /** How much louder it came back, 1 = as loud. */
  readonly gain: number
}

const LOOP_MS = LOOP_PACKETS * 20

/** Each beep that was sent with the one that answers it: the next of its tone. */
export function matchEchoes(sent: readonly TimedPacket[], came: readonly TimedPacket[]): readonly Echo[] {
  const heard = findBeeps(came)
  return findBeeps(sent).flatMap(({ tone, at, amplitude }) => {
    const answer = heard.find((beep) => beep.tone === tone && beep.at >= at - 1 && beep.at < at + LOOP_MS - 1)
    return answer ? [{ at, latency: answer.at - at, gain: answer.amplitude / amplitude }] : []
  })
}
