import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WireError } from '../../../contract/errors'
import type { HostReport } from '../../../contract/host'
import type { HandlerHost, HostExit } from './handler-host'
import { createHandlerThread } from './handler-thread'
import { createSignal } from './signal'
import { createSparePool } from './spare-pool'
import { countThreads } from './testing/count-threads'

const hostScript = fileURLToPath(new URL('testing/stand-in-host.mjs', import.meta.url))
const createThread = () => createHandlerThread({ hostScript })

afterEach(() => {
  vi.useRealTimers()
})

/** Hosts whose boot and death the test decides, for the times of the pool. */
function staged() {
  const made: { boot(): void; die(): void; closed: boolean }[] = []
  const error: WireError = { code: 'unavailable', message: 'it died' }
  const createHost = (): HandlerHost => {
    const reports = createSignal<HostReport>()
    const exits = createSignal<HostExit>()
    const stage = {
      boot: () => reports.emit({ type: 'booted' }),
      die: () => exits.emit({ expected: false, cause: 'unstarted', error }),
      closed: false,
    }
    made.push(stage)
    return {
      id: made.length,
      kind: 'thread',
      ignoredCommands: 0,
      post: () => undefined,
      onReport: reports.on,
      onExit: exits.on,
      acknowledge: () => undefined,
      noteEmittedTaken: () => undefined,
      locate: async () => null,
      extendLimit: () => undefined,
      setLimits: () => undefined,
      abort: () => undefined,
      inFlight: () => ({ audio: 0, video: 0, messages: 0 }),
      close: async () => {
        stage.closed = true
      },
    }
  }
  return { made, createHost }
}

describe('a spare pool of real threads', () => {
  it('hands out a booted host, makes another, and leaves no thread when closed', async () => {
    const pool = createSparePool({ createHost: createThread })
    await pool.warmed()
    const taken = pool.take()
    await pool.warmed()
    const second = pool.take()
    expect(second.id).not.toBe(taken.id)
    await pool.close()
    await pool.close()
    await Promise.all([taken.close('test over', 0), second.close('test over', 0)])
    expect(countThreads()).toBe(0)
  })

  it('hands out a cold host when no spare is left', async () => {
    const pool = createSparePool({ createHost: createThread })
    const taken = [pool.take(), pool.take(), pool.take()]
    expect(new Set(taken.map((host) => host.id)).size).toBe(3)
    await Promise.all([...taken.map((host) => host.close('test over', 0)), pool.close()])
    expect(() => pool.take()).toThrow('closed')
  })

  it('says why no spare comes up', async () => {
    const pool = createSparePool({
      createHost: () => createHandlerThread({ hostScript: `${hostScript}.missing` }),
    })
    await expect(pool.warmed()).rejects.toMatchObject({ code: 'unavailable' })
    await pool.close()
  })

  it('stops waiting for spares when it is closed', async () => {
    const pool = createSparePool({ createHost: createThread })
    const warmed = expect(pool.warmed()).rejects.toMatchObject({ code: 'closed' })
    await pool.close()
    await warmed
  })
})

describe('the times of a spare pool', () => {
  it('prefers a booted spare to one that boots', () => {
    const { made, createHost } = staged()
    const pool = createSparePool({ size: 2, createHost })
    made[1]?.boot()
    expect(pool.take().id).toBe(2)
    expect(pool.take().id).toBe(1)
  })

  it('replaces spares that die ever more slowly, and at once again after one lived', () => {
    vi.useFakeTimers()
    const { made, createHost } = staged()
    const log: string[] = []
    createSparePool({ createHost, log: (line) => log.push(line) })
    const waits: number[] = []
    for (let death = 0; death < 10; death += 1) {
      const before = made.length
      made.at(-1)?.die()
      const since = Date.now()
      while (made.length === before) vi.advanceTimersByTime(100)
      waits.push(Date.now() - since)
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000])
    made.at(-1)?.boot()
    made.at(-1)?.die()
    vi.advanceTimersByTime(100)
    expect(made).toHaveLength(12)
    expect(log[0]).toContain('it died')
  })

  it('replaces all spares when they are out of date, also those that boot', async () => {
    vi.useFakeTimers()
    const { made, createHost } = staged()
    const pool = createSparePool({ size: 2, createHost })
    made[0]?.boot()
    pool.renew()
    vi.advanceTimersByTime(1000)
    expect(made.map(({ closed }) => closed)).toEqual([true, true, false, false])
    await pool.close()
  })

  it('keeps none ready when it is told so', async () => {
    vi.useFakeTimers()
    const { made, createHost } = staged()
    const pool = createSparePool({ size: 0, createHost })
    pool.take()
    vi.advanceTimersByTime(60_000)
    expect(made).toHaveLength(1)
    await pool.close()
  })

  it('makes nothing more once closed', async () => {
    vi.useFakeTimers()
    const { made, createHost } = staged()
    const pool = createSparePool({ createHost })
    pool.take()
    await pool.close()
    vi.advanceTimersByTime(60_000)
    expect(made).toHaveLength(1)
  })
})
