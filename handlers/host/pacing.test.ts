import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EmitLoop } from './emit-loop'
import { asyncAudioPace, type EmitPace, picturePace, syncAudioPace } from './emit-pace'
import { FaultStreak } from './fault-streak'
import { Hold } from './hold'
import type { Emitted } from './interpret-emit'
import type { Outcome } from './method-calls'
import { Playhead } from './playhead'
import { RateLimit } from './rate-limit'
import { ReceiveLoop } from './receive-loop'
import { Waker } from './waker'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const now = (): number => performance.now()
const empty = { outputs: null, media: null, close: null }
const failure: Outcome<never> = { ok: false, error: { code: 'handler', message: 'no' } }

function ignore(): void {
  // Nothing is played.
}

function startLoop(
  pace: EmitPace,
  call: () => Outcome<Emitted<number>> | Promise<Outcome<Emitted<number>>>,
  play: (ms: number) => void = ignore,
) {
  const onGaveUp = vi.fn()
  const emit = vi.fn(async () => call())
  const delivered: (number | null)[] = []
  const loop = new EmitLoop<number>({
    pace,
    hold: new Hold(),
    now,
    call: emit,
    turn: () => 0,
    deliver: ({ media }) => {
      delivered.push(media)
      if (media !== null) play(media)
    },
    onGaveUp,
  })
  loop.start()
  return { loop, emit, delivered, onGaveUp }
}

const nullEmit = (): Outcome<Emitted<number>> => ({ ok: true, value: empty })
const blockEmit = (): Outcome<Emitted<number>> => ({ ok: true, value: { ...empty, media: 20 } })

describe('an emit that returns null', () => {
  it('is called again on each 20 ms tick and not more often', async () => {
    const { emit } = startLoop(
      asyncAudioPace(new Playhead(now), () => false),
      nullEmit,
    )
    await vi.advanceTimersByTimeAsync(1000)
    expect(emit.mock.calls.length).toBeGreaterThanOrEqual(50)
    expect(emit.mock.calls.length).toBeLessThanOrEqual(52)
  })

  it('is called again at once when input was taken or a queue grew', async () => {
    const { emit, loop } = startLoop(
      asyncAudioPace(new Playhead(now), () => false),
      nullEmit,
    )
    await vi.advanceTimersByTimeAsync(0)
    loop.inputTaken()
    await vi.advanceTimersByTimeAsync(0)
    expect(emit).toHaveBeenCalledTimes(2)
    loop.queueGrew()
    await vi.advanceTimersByTimeAsync(0)
    expect(emit).toHaveBeenCalledTimes(3)
  })

  it('is called once for each input that comes every 20 ms, without a tick between', async () => {
    const { emit, loop } = startLoop(
      syncAudioPace(new Playhead(now), () => false),
      nullEmit,
    )
    await vi.advanceTimersByTimeAsync(0)
    for (let count = 0; count < 50; count++) {
      loop.inputTaken()
      await vi.advanceTimersByTimeAsync(20)
    }
    expect(emit.mock.calls.length).toBeLessThanOrEqual(52)
  })
})

describe('an emit that always has a block of 20 ms', () => {
  it('keeps a synchronous handler two to three blocks ahead of real time', async () => {
    const playhead = new Playhead(now)
    const { delivered, loop } = startLoop(
      syncAudioPace(playhead, () => false),
      blockEmit,
      (ms) => playhead.emitted(ms),
    )
    await vi.advanceTimersByTimeAsync(2005)
    loop.end()
    expect(delivered.length).toBeGreaterThanOrEqual(101)
    expect(delivered.length).toBeLessThanOrEqual(104)
  })

  it('stops an asynchronous handler 60 s ahead, and lets it go on as that is played', async () => {
    const playhead = new Playhead(now)
    const { delivered, loop } = startLoop(
      asyncAudioPace(playhead, () => false),
      blockEmit,
      (ms) => playhead.emitted(ms),
    )
    await vi.advanceTimersByTimeAsync(4500)
    const full = delivered.length
    expect(full * 20).toBeGreaterThan(60_000)
    expect(full * 20).toBeLessThan(64_600)
    await vi.advanceTimersByTimeAsync(1000)
    expect(delivered.length - full).toBeLessThanOrEqual(52)
    loop.end()
  })

  it('emits fps pictures a second, and with pictures coming in one for each', async () => {
    const { delivered, loop } = startLoop(picturePace(10), blockEmit)
    await vi.advanceTimersByTimeAsync(1000)
    expect(delivered.length).toBe(11)
    for (let count = 0; count < 30; count++) {
      loop.inputTaken()
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(delivered.length).toBe(41)
    loop.end()
  })
})

describe('a flood of values that take no time to play', () => {
  it('is stopped after 50 blocks, or 10 outputs, in a row until the next tick', async () => {
    const outputs = (): Outcome<Emitted<number>> => ({ ok: true, value: { ...empty, outputs: [1] } })
    const { emit, loop } = startLoop(
      asyncAudioPace(new Playhead(now), () => false),
      outputs,
    )
    // The turned clock gives each setImmediate a millisecond.
    await vi.advanceTimersByTimeAsync(25)
    expect(emit).toHaveBeenCalledTimes(10)
    await vi.advanceTimersByTimeAsync(10)
    expect(emit.mock.calls.length).toBeGreaterThan(10)
    loop.end()
    const blocks = startLoop(
      asyncAudioPace(new Playhead(now), () => false),
      () => ({
        ok: true,
        value: { ...empty, media: 1 },
      }),
    )
    await vi.advanceTimersByTimeAsync(65)
    expect(blocks.emit).toHaveBeenCalledTimes(50)
    blocks.loop.end()
  })
})

describe('a synchronous emit that always has outputs', () => {
  it('is called with each reason only', async () => {
    const outputs = (): Outcome<Emitted<number>> => ({ ok: true, value: { ...empty, outputs: [1] } })
    const { emit, loop } = startLoop(
      syncAudioPace(new Playhead(now), () => false),
      outputs,
    )
    await vi.advanceTimersByTimeAsync(1000)
    expect(emit.mock.calls.length).toBeLessThanOrEqual(52)
    loop.end()
  })
})

describe('a loop', () => {
  it('ends with the end of the stream', async () => {
    const { emit } = startLoop(
      asyncAudioPace(new Playhead(now), () => false),
      () => ({
        ok: true,
        value: { ...empty, close: { message: 'bye' } },
      }),
    )
    await vi.advanceTimersByTimeAsync(1000)
    expect(emit).toHaveBeenCalledTimes(1)
  })

  it('does not deliver what an emit gives after the loop was ended', async () => {
    let give = (_: Outcome<Emitted<number>>): void => undefined
    const { delivered, loop } = startLoop(
      asyncAudioPace(new Playhead(now), () => false),
      () =>
        new Promise((resolve) => {
          give = resolve
        }),
    )
    await vi.advanceTimersByTimeAsync(0)
    loop.end()
    give(blockEmit())
    await vi.advanceTimersByTimeAsync(100)
    expect(delivered).toEqual([])
  })

  it('gives up after five faults in a row, not when there is a success between', async () => {
    let calls = 0
    const flaky = startLoop(
      asyncAudioPace(new Playhead(now), () => false),
      () => (++calls % 5 === 0 ? nullEmit() : failure),
    )
    await vi.advanceTimersByTimeAsync(2000)
    expect(flaky.onGaveUp).not.toHaveBeenCalled()
    const broken = startLoop(
      asyncAudioPace(new Playhead(now), () => false),
      () => failure,
    )
    await vi.advanceTimersByTimeAsync(90)
    expect(broken.emit).toHaveBeenCalledTimes(5)
    expect(broken.onGaveUp).toHaveBeenCalledWith({ code: 'handler', message: 'no' })
  })
})

describe('FaultStreak', () => {
  it('does not count faults that lie more than 10 s apart', () => {
    const streak = new FaultStreak()
    expect([0, 3000, 6000, 9000, 12_000].map((at) => streak.failed(at))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
    expect(streak.failed(13_000)).toBe(true)
  })
})

describe('Playhead', () => {
  it('is ahead by what was emitted and not yet played, and by nothing once cleared', () => {
    let time = 0
    const playhead = new Playhead(() => time)
    playhead.emitted(100)
    playhead.emitted(50)
    time = 60
    expect(playhead.ahead).toBe(90)
    time = 500
    expect(playhead.ahead).toBe(0)
    playhead.emitted(20)
    expect(playhead.ahead).toBe(20)
    playhead.cleared()
    expect(playhead.ahead).toBe(0)
  })
})

describe('Waker', () => {
  it('keeps a reason that comes while nobody waits, and only one', async () => {
    const waker = new Waker()
    waker.wake()
    waker.wake()
    expect(await waker.wait(20)).toBe('woken')
    const next = waker.wait(20)
    await vi.advanceTimersByTimeAsync(20)
    expect(await next).toBe('tick')
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('RateLimit', () => {
  it('lets so many pass in each window and tells how many it left out', () => {
    const leftOut = vi.fn()
    const limit = new RateLimit(2, 1000, leftOut)
    expect([limit.pass(), limit.pass(), limit.pass(), limit.pass()]).toEqual([true, true, false, false])
    vi.advanceTimersByTime(1000)
    expect(leftOut.mock.calls).toEqual([[2]])
    expect(limit.pass()).toBe(true)
    limit.flush()
    expect(leftOut).toHaveBeenCalledTimes(1)
  })
})

describe('ReceiveLoop', () => {
  function setup(call: (frame: { arrivedAt: number }) => Promise<Outcome<void>>) {
    const options = { onDropped: vi.fn(), onTaken: vi.fn(), onGaveUp: vi.fn() }
    return { ...options, loop: new ReceiveLoop({ capacity: 3, now, sessionTime: now, call, ...options }) }
  }

  it('gives one frame at a time, and drops the oldest that wait when there are too many', async () => {
    const taken: number[] = []
    let release = (): void => undefined
    const { loop, onDropped } = setup(async ({ arrivedAt }) => {
      taken.push(arrivedAt)
      await new Promise<void>((resolve) => {
        release = resolve
      })
      return { ok: true, value: undefined }
    })
    loop.start()
    for (let at = 0; at < 6; at++) loop.push({ arrivedAt: at })
    await vi.advanceTimersByTimeAsync(100)
    expect(taken).toEqual([0])
    expect(onDropped).toHaveBeenCalledTimes(2)
    for (let count = 0; count < 4; count++) {
      release()
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(taken).toEqual([0, 3, 4, 5])
    expect(loop.lastTaken).toMatchObject({ arrivedAt: 5 })
  })

  it('goes on after a fault and gives up after five', async () => {
    const { loop, onTaken, onGaveUp } = setup(async () => failure)
    loop.start()
    for (let at = 0; at < 5; at++) {
      expect(onGaveUp).not.toHaveBeenCalled()
      loop.push({ arrivedAt: at })
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(onTaken).toHaveBeenCalledTimes(5)
    expect(onGaveUp).toHaveBeenCalledTimes(1)
  })

  it('takes nothing before it has begun or after it has ended', async () => {
    const { loop, onTaken, onDropped } = setup(async () => ({ ok: true, value: undefined }))
    loop.push({ arrivedAt: 0 })
    loop.start()
    loop.end()
    loop.push({ arrivedAt: 1 })
    await vi.advanceTimersByTimeAsync(10)
    expect([onTaken.mock.calls.length, onDropped.mock.calls.length]).toEqual([0, 0])
  })
})
