import { silero } from '../handlers/kit/testing/run-turns'
import type { Clip } from '../handlers/kit/testing/spoken-clip'
import { createResampler } from '../handlers/kit/vad/resampler'

/** Seconds that FastRTC collects before it listens to them, and how many of them must hold speech. */
const CHUNK_IN_S = 0.6
/** With FastRTC's defaults a chunk counts as speech when a window that begins this early in it does; seconds. */
const COUNTED_IN_S = 0.32
const THRESHOLD = 0.5

export interface ChunkedTurn {
  /** ms of the clip at which it was known. */
  readonly startedAt: number
  readonly endedAt: number
}

/**
 * The turns that FastRTC's algorithm finds with its defaults: chunks of 0.6 s, each judged as a whole and with a network
 * that remembers nothing of those before. Source: sections 3.2 and 3.3 of its description; the network is the same.
 */
export async function chunkedTurns(clip: Clip): Promise<readonly ChunkedTurn[]> {
  const samples = createResampler(clip.sampleRate, silero.sampleRate).push(
    Float32Array.from(clip.samples, (sample) => sample / 32_768),
  )
  const length = CHUNK_IN_S * silero.sampleRate
  const detector = await silero.open()
  const turns: ChunkedTurn[] = []
  let startedAt: number | null = null
  for (let at = 0; at + length <= samples.length; at += length) {
    detector.reset()
    const isSpeech = await hasSpeech(samples.subarray(at, at + length), detector)
    const now = ((at + length) * 1000) / silero.sampleRate
    if (isSpeech) startedAt ??= now
    else if (startedAt !== null) {
      turns.push({ startedAt, endedAt: now })
      startedAt = null
    }
  }
  return turns
}

async function hasSpeech(
  chunk: Float32Array,
  detector: Awaited<ReturnType<typeof silero.open>>,
): Promise<boolean> {
  const counted = COUNTED_IN_S * silero.sampleRate
  for (let at = 0; at <= counted && at + silero.windowSize <= chunk.length; at += silero.windowSize) {
    if ((await detector.probability(chunk.subarray(at, at + silero.windowSize))) >= THRESHOLD) return true
  }
  return false
}
