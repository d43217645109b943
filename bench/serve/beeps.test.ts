import { describe, expect, it } from 'vitest'
import { createOpusEncoder } from '../../main/engine/codecs/opus-encoder'
import { encodeBeeps, LOOP_PACKETS, matchEchoes, SOUND_BYTES, type TimedPacket } from './beeps'

const encoded = encodeBeeps()
const stream = (packets: number, from: number): TimedPacket[] =>
  Array.from({ length: packets }, (_, n) => ({
    at: from + n * 20,
    payload: encoded[n % LOOP_PACKETS] ?? new Uint8Array(),
  }))

describe('beeps that come back', () => {
  it('tell the delay of each to a fraction of a millisecond, and that they are as loud', () => {
    const echoes = matchEchoes(stream(100, 0), stream(100, 137.25))
    expect(echoes.length).toBeGreaterThan(17)
    for (const { latency, gain } of echoes) {
      expect(latency).toBeCloseTo(137.25, 3)
      expect(gain).toBeCloseTo(1, 3)
    }
  })

  it('are found behind others when the delay is longer than from one to the next', () => {
    const latencies = matchEchoes(stream(100, 0), stream(100, 430)).map(({ latency }) => latency)
    expect(new Set(latencies.map(Math.round))).toEqual(new Set([430]))
  })

  it('are not found where only silence came', () => {
    const encoder = createOpusEncoder({ channels: 2 })
    const silence = Array.from({ length: 50 }, (_, n) => ({
      at: n * 20,
      payload: encoder.encode(new Int16Array(1920)),
    }))
    encoder.close()
    expect(matchEchoes(stream(50, 0), silence)).toEqual([])
    expect(silence.every(({ payload }) => payload.length < SOUND_BYTES)).toBe(true)
    expect(encoded.every((payload) => payload.length >= SOUND_BYTES)).toBe(true)
  })
})
