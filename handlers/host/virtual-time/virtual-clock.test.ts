import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeededRandom } from './seeded-random'
import { VirtualClock } from './virtual-clock'
import { createVirtualTimers } from './virtual-timers'

/** Runs all that falls due until `to`. */
function run(clock: VirtualClock, to: number): void {
  for (let timer = clock.takeNext(to); timer; timer = clock.takeNext(to)) timer.fire()
  clock.moveTo(to)
}

describe('a virtual clock', () => {
  it('fires timers in the order of their times, those of one time in the order in which they were added', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), (times) => {
        const clock = new VirtualClock()
        const fired: [number, number][] = []
        for (const [index, at] of times.entries()) clock.add(at, () => fired.push([clock.now, index]))
        run(clock, 100)
        const wanted = times.map((at, index) => [at, index]).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
        expect(fired).toEqual(wanted)
      }),
    )
  })

  it('moves a little for who looks at it all the time, so that waiting for it ends', () => {
    const clock = new VirtualClock()
    while (clock.read() < 5);
    expect(clock.now).toBeCloseTo(5, 1)
  })
})

describe('virtual timers', () => {
  it('repeat, are called off, begin anew, and are known by their numbers', () => {
    const clock = new VirtualClock()
    const { setTimeout, setInterval, clear } = createVirtualTimers(clock)
    const fired: [string, number][] = []
    const note = (name: string) => fired.push([name, clock.now])
    const interval = setInterval(note, 20, 'interval')
    const late = setTimeout(note, 30, 'late')
    const never = setTimeout(note, 25, 'never')
    clear(Number(never))
    setTimeout(() => late.refresh(), 10)
    setTimeout(() => clear(interval), 50)
    setTimeout(note, 0, 'soon')
    run(clock, 200)
    expect(fired).toEqual([
      ['soon', 1],
      ['interval', 20],
      ['late', 40],
      ['interval', 40],
    ])
  })
})

describe('seeded random numbers', () => {
  it('are the same for a seed, others for another, and spread evenly from 0 to 1', () => {
    const take = (seed: number) => Array.from({ length: 1000 }, createSeededRandom(seed))
    expect(take(7)).toEqual(take(7))
    expect(take(7)).not.toEqual(take(8))
    const numbers = take(7)
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
    expect(numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toBeCloseTo(0.5, 1)
  })
})
