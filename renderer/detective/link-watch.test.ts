import { describe, expect, it } from 'vitest'
import { walkAll } from './chain'
import { createEchoWatch } from './echo-watch'
import type { Evidence } from './evidence'
import { createLinkWatch, type WatchReading } from './link-watch'
import { sampleEvidence, sampleLinks, sampleMedium, sampleSource, sampleWindow } from './testing/samples'

type Make = (n: number) => Evidence

/** Readings once a second, each of the two seconds before it. */
function createRun(isEcho = true) {
  const watch = createLinkWatch()
  let n = 3
  return (make: Make, seconds: number, change: Partial<WatchReading> = {}) => {
    let last: string | null = null
    for (let k = 0; k < seconds; k += 1) {
      n += 1
      const span = { first: make(n - 2), last: make(n) }
      const reading = {
        at: 1000 * n,
        isDisturbed: false,
        walks: walkAll(span),
        isEcho: { audio: isEcho, video: isEcho },
      }
      last = watch.push({ ...reading, ...change })?.link.id ?? null
    }
    return last
  }
}

const still = { count: 70, lastAt: 500 }
const healthy: Make = sampleEvidence
const lostPackets: Make = (n) =>
  sampleEvidence(n, { engine: sampleLinks(n, { audio: sampleMedium(n, { arrived: still }) }) })
const noAnswer: Make = (n) =>
  sampleEvidence(n, { engine: sampleLinks(n, { audio: sampleMedium(n, { emitted: still }) }) })
const suspended: Make = (n) => sampleEvidence(n, { window: sampleWindow(n, { context: 'suspended' }) })
const quietMicrophone: Make = (n) =>
  sampleEvidence(n, { window: sampleWindow(n, { heardSent: { blocks: 100, loudest: -100 } }) })
const muted: Make = (n) =>
  sampleEvidence(n, { window: sampleWindow(n, { microphone: sampleSource('Mic', { isOff: true }) }) })
const noOutput: Make = (n) =>
  sampleEvidence(n, {
    window: sampleWindow(n, { output: { ...sampleWindow(n).output, isListed: false } }),
  })

describe('the watch over a call', () => {
  it('is quiet about a healthy one', () => {
    expect(createRun()(healthy, 120)).toBeNull()
  })

  it.each([
    ['packets that do not arrive any more', lostPackets, 'packets-in'],
    ['an echo that answers no more', noAnswer, 'answered'],
    ['a sound system that stands still', suspended, 'level'],
    ['an output device that is gone', noOutput, 'output'],
  ])('tells of %s once it was dead for a while, and no more when it lives', (_name, make, id) => {
    const run = createRun()
    run(healthy, 5)
    expect(run(make, 1)).toBeNull()
    expect(run(make, 2)).toBe(id)
    expect(run(make, 60)).toBe(id)
    expect(run(healthy, 1)).toBeNull()
  })

  it('is quiet about a link that never worked', () => {
    expect(createRun()(lostPackets, 60)).toBeNull()
  })

  it('is quiet when a conversation has nothing to say', () => {
    const run = createRun(false)
    run(healthy, 30)
    expect(run(noAnswer, 60)).toBeNull()
  })

  it('is quiet about a microphone that is muted, or silent', () => {
    const run = createRun()
    run(healthy, 5)
    expect(run(muted, 60)).toBeNull()
    run(healthy, 5)
    expect(run(quietMicrophone, 60)).toBeNull()
  })

  it('is quiet while something is under way, and until the link has worked again', () => {
    const run = createRun()
    run(healthy, 5)
    expect(run(lostPackets, 20, { isDisturbed: true })).toBeNull()
    expect(run(lostPackets, 20)).toBeNull()
  })
})

describe('the watch for echoes', () => {
  const seconds = (answeredMs: readonly number[]) => {
    const watch = createEchoWatch('audio')
    let emittedMs = 0
    return answeredMs.map((ms, at) => {
      emittedMs += ms
      const handed = { count: 50 * at, lastAt: 0 }
      return watch.push({ handed, emitted: { count: at, lastAt: 0 }, emittedMs })
    })
  }
  const steady = (n: number) => Array.from({ length: n }, () => 1000)

  it('knows one after ten seconds, each answered by a second', () => {
    expect(seconds(steady(9)).at(-1)).toBe(false)
    expect(seconds(steady(11)).at(-1)).toBe(true)
  })

  it('remembers one that has stopped', () => {
    expect(seconds([...steady(11), 0, 0, 0]).at(-1)).toBe(true)
  })

  it('takes a handler that was quiet before for a conversation, however long it speaks', () => {
    expect(seconds([0, 0, 0, ...steady(60)]).at(-1)).toBe(false)
  })

  it('takes a handler that speaks faster than time for a conversation', () => {
    expect(seconds([0, 9000, 0, 0, ...steady(30)]).at(-1)).toBe(false)
  })
})
