import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOpusDecoder } from '../codecs/opus-decoder'
import { createQuantiles } from '../media/quantiles'
import type { LocalTrack } from '../peer'
import { createAudioOut } from './audio-out'

/** Full scale, left channel of what went out; the codec adds a little noise of its own. */
const AMPLITUDE = 8000
const RATE = 48_000

/** A path to a wire that is listened to, on a clock that is turned by hand. */
function open(wire: Partial<LocalTrack> = {}) {
  const decoder = createOpusDecoder()
  const packets: Int16Array[] = []
  /** Of each packet as it was sent: RFC 6716 has them in its first byte. */
  const channels: number[] = []
  const onEmpty = vi.fn()
  const out = createAudioOut({
    clock: { now: () => performance.now() },
    track: {
      audio: { codec: 'opus' },
      takesSilence: true,
      clear: () => undefined,
      send(payload) {
        channels.push((payload[0] ?? 0) & 0b100 ? 2 : 1)
        packets.push(decoder.decode(payload).filter((_, n) => n % 2 === 0))
      },
      targetBitrate: () => null,
      packetsSent: 0,
      close: () => undefined,
      ...wire,
    },
    pathTimes: createQuantiles(),
    onEmpty,
  })
  let at = 0
  return {
    out,
    packets,
    channels,
    onEmpty,
    /** Emits so much of one endless tone, from where it stopped. */
    emit(ms: number, { hz = 500, turn = 0, sampleRate = RATE, phase = 0, channels = 1 as 1 | 2 } = {}): void {
      const count = (ms * sampleRate) / 1000
      const samples = Int16Array.from({ length: count * channels }, (_, n) =>
        Math.round(
          AMPLITUDE * Math.sin(phase + (2 * Math.PI * hz * (at + Math.floor(n / channels))) / sampleRate),
        ),
      )
      at += count
      out.push({ type: 'audio', samples, sampleRate, channels, turn, cause: null })
    },
    heard: (from: number): Int16Array =>
      Int16Array.from(packets.slice(from).flatMap((packet) => [...packet])),
    close(): void {
      out.close()
      decoder.close()
    },
  }
}

const loudest = (samples: Int16Array) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)

/** A sine bends by no more than (2 pi f / rate)^2 of its amplitude from sample to sample: a click does. */
function sharpestBend(samples: Int16Array): number {
  let most = 0
  for (let n = 2; n < samples.length; n += 1)
    most = Math.max(most, Math.abs((samples[n] ?? 0) - 2 * (samples[n - 1] ?? 0) + (samples[n - 2] ?? 0)))
  return most
}

let path: ReturnType<typeof open>
beforeEach(() => {
  vi.useFakeTimers()
  path = open()
})
afterEach(() => {
  path.close()
  vi.useRealTimers()
})

describe('a take-over of the sound', () => {
  it('plays what the old instance left until the new one has something to say', () => {
    path.emit(400)
    path.out.takeOver()
    vi.advanceTimersByTime(300)
    const first = path.packets.findIndex((packet) => loudest(packet) > AMPLITUDE / 2)
    expect(first).toBeLessThan(3)
    expect(
      path.packets.slice(first + 1, first + 14).every((packet) => loudest(packet) > AMPLITUDE * 0.8),
    ).toBe(true)
  })

  it('fades from the rest of the old to the new without a click, a gap or a delay', () => {
    path.emit(2000)
    vi.advanceTimersByTime(200)
    path.out.takeOver()
    const before = path.packets.length
    path.emit(600, { hz: 700, phase: 1 })
    vi.advanceTimersByTime(400)
    const heard = path.heard(before - 5)
    // The codec rings a little; a jump of the tone itself would bend by more than its amplitude.
    expect(sharpestBend(heard)).toBeLessThan(AMPLITUDE * 0.06)
    for (const packet of path.packets.slice(before - 5))
      expect(loudest(packet)).toBeGreaterThan(AMPLITUDE * 0.6)
    expect(path.out.readQueue().depth).toBeLessThan(300)
  })

  it('is not heard where both answer live and the sound goes on', () => {
    const heardWith = (takeOver: () => void): Int16Array => {
      path.close()
      path = open()
      for (let n = 0; n < 30; n += 1) {
        if (n === 15) takeOver()
        path.emit(20)
        vi.advanceTimersByTime(20)
      }
      return path.heard(5)
    }
    // The codec adds a little noise to any tone.
    const bendOfCodec = sharpestBend(heardWith(() => undefined))
    expect(sharpestBend(heardWith(() => path.out.takeOver()))).toBeLessThanOrEqual(bendOfCodec)
    expect(bendOfCodec).toBeLessThan(AMPLITUDE * 0.06)
    for (const packet of path.packets.slice(5)) expect(loudest(packet)).toBeGreaterThan(AMPLITUDE * 0.8)
  })

  it('takes sound of the first turns of the new instance, after any turn of the old one', () => {
    path.out.clear(7)
    path.emit(100, { turn: 6 })
    expect(path.out.readQueue().depth).toBe(0)
    path.out.takeOver()
    path.emit(100, { turn: 0 })
    expect(path.out.readQueue().depth).toBeGreaterThan(50)
  })

  it('ends the rest of the old when the new instance clears its queue', () => {
    path.emit(2000)
    path.out.takeOver()
    path.out.clear(1)
    expect(path.out.readQueue().depth).toBe(0)
    expect(path.onEmpty).toHaveBeenCalled()
  })
})

describe('the channels of what is sent', () => {
  it('are one until the handler emits two, and the sound goes on over that', () => {
    path.emit(500)
    vi.advanceTimersByTime(200)
    expect(new Set(path.channels)).toEqual(new Set([1]))
    const before = path.packets.length
    path.emit(500, { channels: 2 })
    vi.advanceTimersByTime(700)
    expect(new Set(path.channels.slice(before))).toEqual(new Set([2]))
    // The new encoder begins from silence within its first packet.
    const loud = path.packets.slice(before + 1, before + 38)
    for (const packet of loud) expect(loudest(packet)).toBeGreaterThan(AMPLITUDE * 0.8)
    expect(sharpestBend(Int16Array.from(loud.flatMap((packet) => [...packet])))).toBeLessThan(
      AMPLITUDE * 0.03,
    )
  })

  it('stay one on a wire that carries no more', () => {
    path.close()
    path = open({
      audio: { codec: 'pcm', sampleRate: 24_000, channels: 1 },
      send: (payload) => void path.channels.push(payload.length),
    })
    path.emit(100, { channels: 2 })
    vi.advanceTimersByTime(100)
    expect(new Set(path.channels)).toEqual(new Set([960]))
  })
})

describe('a flood of sound', () => {
  it('is converted no further ahead than is needed soon, and all of it is played', () => {
    path.emit(60_000, { sampleRate: 24_000 })
    expect(path.out.readQueue().depth).toBeGreaterThan(59_900)
    vi.advanceTimersByTime(61_000)
    expect(path.out.readQueue().depth).toBe(0)
    const audible = path.packets.filter((packet) => loudest(packet) > AMPLITUDE / 2).length
    expect(Math.abs(audible - 3000)).toBeLessThanOrEqual(2)
  })

  it('is cut off two minutes ahead, and says why', () => {
    for (let n = 0; n < 3; n += 1) path.emit(60_000, { sampleRate: 8000 })
    const { depth, dropped, limit, reason } = path.out.readQueue()
    expect(depth).toBeLessThanOrEqual(limit)
    expect(dropped).toBe(60_000)
    expect(reason).toContain('two minutes ahead')
  })
})

describe('a wire that takes no silence', () => {
  it('is given one silent block after the last sound, is told that no more follows, and hears nothing until then', () => {
    const ranDry = vi.fn(() => path.packets.length)
    path.close()
    path = open({ takesSilence: false, ranDry })
    vi.advanceTimersByTime(500)
    expect(path.packets).toEqual([])
    for (const turn of [0, 1]) {
      path.emit(200, { turn })
      vi.advanceTimersByTime(1000)
    }
    expect(path.packets).toHaveLength(22)
    expect(ranDry.mock.results.map(({ value }) => value)).toEqual([11, 22])
  })
})
