import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createInflow } from './inflow'

/** One byte is one millisecond. */
const RATE = 1000

function open() {
  const heard: { readonly at: number; readonly payload: Uint8Array; readonly arrivedAt: number }[] = []
  const inflow = createInflow({
    clock: { now: () => performance.now() },
    sampleRate: RATE,
    onPart: (part) => void heard.push({ ...part, at: performance.now() }),
  })
  const bytes = () => heard.flatMap(({ payload }) => [...payload])
  return { ...inflow, heard, bytes, begun: performance.now() }
}

const sound = (ms: number, from = 0) => Uint8Array.from({ length: ms }, (_, n) => (from + n) % 251)

describe('the inflow of a socket', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('hands on everything, in its order, whatever the lengths and the pauses between', () => {
    const piece = fc.record({ ms: fc.nat(400), pause: fc.oneof(fc.constant(0), fc.nat(3000)) })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(500), (pieces, begins) => {
        const inflow = open()
        setTimeout(inflow.begin, begins)
        let from = 0
        for (const { ms, pause } of pieces) {
          inflow.push(sound(ms, from))
          from += ms
          vi.advanceTimersByTime(pause)
        }
        vi.advanceTimersByTime(from + 1000)
        expect(inflow.bytes()).toEqual([...sound(from)])
        inflow.close()
        expect(vi.getTimerCount()).toBe(0)
      }),
    )
  })

  it('hands on at once what comes in its time', () => {
    const inflow = open()
    inflow.begin()
    for (let n = 0; n < 200; n += 1) {
      inflow.push(sound(20))
      vi.advanceTimersByTime(n % 2 ? 10 : 30)
    }
    expect(inflow.heard.every(({ at, arrivedAt }) => at === arrivedAt)).toBe(true)
  })

  it('lets a clip be heard in real time', () => {
    const inflow = open()
    inflow.begin()
    for (let n = 0; n < 50; n += 1) inflow.push(sound(100))
    vi.advanceTimersByTime(2500)
    const ms = inflow.bytes().length
    expect(ms).toBeGreaterThanOrEqual(2500)
    expect(ms).toBeLessThanOrEqual(2560)
  })

  it('catches up at once after a stall', () => {
    const inflow = open()
    inflow.begin()
    for (let n = 0; n < 10; n += 1) {
      inflow.push(sound(20))
      vi.advanceTimersByTime(20)
    }
    vi.advanceTimersByTime(300)
    for (let n = 0; n < 15; n += 1) inflow.push(sound(20))
    expect(inflow.bytes()).toHaveLength(500)
  })

  it('comes back to live sound when the first piece was late', () => {
    const inflow = open()
    inflow.begin()
    vi.advanceTimersByTime(150)
    for (let n = 0; n < 8; n += 1) inflow.push(sound(20))
    for (let n = 0; n < 200; n += 1) {
      inflow.push(sound(20))
      vi.advanceTimersByTime(20)
    }
    const late = inflow.heard.slice(-20).map(({ at, arrivedAt }) => at - arrivedAt)
    expect(Math.max(...late)).toBeLessThanOrEqual(20)
  })

  it('keeps what comes before somebody listens, and then hands it on at once', () => {
    const inflow = open()
    for (let n = 0; n < 10; n += 1) {
      inflow.push(sound(20))
      vi.advanceTimersByTime(20)
    }
    expect(inflow.heard).toEqual([])
    inflow.begin()
    expect(inflow.bytes()).toHaveLength(200)
  })

  it('takes no more than two minutes in advance, and goes on after that', () => {
    const inflow = open()
    inflow.begin()
    let taken = 0
    while (inflow.push(sound(1000))) taken += 1
    expect(taken).toBe(121)
    vi.advanceTimersByTime(2000)
    expect(inflow.push(sound(1000))).toBe(true)
    inflow.close()
    expect(inflow.push(sound(20))).toBe(false)
    expect(vi.getTimerCount()).toBe(0)
  })
})
