import { describe, expect, it } from 'vitest'
import { createMediaClock } from './media-clock'

const RATE = 48_000
const ticks = (ms: number): number => (0xffff_f000 + ms * 48) % 2 ** 32

describe('the clock of a stream', () => {
  it('begins where the first packet came, and is the sender’s for the next second', () => {
    const clock = createMediaClock(RATE)
    expect([0, 20, 40, 60].map((ms, i) => clock(ticks(ms), 500 + ms + (i % 2) * 15))).toEqual([
      500, 520, 540, 560,
    ])
  })

  it('does not move for packets that a network held back', () => {
    const clock = createMediaClock(RATE)
    const places = Array.from({ length: 200 }, (_, i) =>
      clock(ticks(i * 20), Math.max(i * 20, i < 80 ? 0 : 2200)),
    )
    expect(places).toEqual(places.map((_, i) => i * 20))
  })

  it('is put right within a second where the sender has left something out', () => {
    const clock = createMediaClock(RATE)
    // After a second it stands still for 300 ms, and goes on with the next timestamp.
    const places = Array.from({ length: 200 }, (_, i) => clock(ticks(i * 20), i * 20 + (i < 50 ? 0 : 300)))
    expect(places[49]).toBe(980)
    expect(places[160]).toBe(160 * 20 + 300)
    expect(places.findIndex((place, i) => place > i * 20)).toBeLessThanOrEqual(150)
  })

  it('is put right where the first packet was late', () => {
    const clock = createMediaClock(RATE)
    const places = Array.from({ length: 100 }, (_, i) =>
      clock(ticks(i * 20), i === 0 ? 200 : Math.max(200, i * 20)),
    )
    expect(places[0]).toBe(200)
    expect(places.at(-1)).toBe(99 * 20)
  })

  it('stands where packets come in the middle, not where the first came, and then stands still', () => {
    const clock = createMediaClock(RATE)
    // In bursts, as browsers send; the first is one of the late ones.
    const late = [9, 1, 0, 1, 2]
    const places = Array.from({ length: 250 }, (_, i) => clock(ticks(i * 20), i * 20 + (late[i % 5] ?? 0)))
    expect(places.slice(0, 50)).toEqual(places.slice(0, 50).map((_, i) => i * 20 + 9))
    expect(places.slice(51)).toEqual(places.slice(51).map((_, i) => (i + 51) * 20 + 1))
  })

  it('does not follow the noise of a network', () => {
    const clock = createMediaClock(RATE)
    const places = Array.from({ length: 250 }, (_, i) =>
      clock(ticks(i * 20), i * 20 + (Math.floor(i / 50) % 2) * 2 + (i % 7)),
    )
    expect(new Set(places.slice(51).map((place, i) => place - (i + 51) * 20)).size).toBe(1)
  })

  it('begins anew where the sender does', () => {
    const clock = createMediaClock(RATE)
    clock(ticks(0), 0)
    expect(clock(ticks(3_000_000), 40)).toBe(40)
  })
})
