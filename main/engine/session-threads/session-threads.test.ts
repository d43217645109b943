import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { standardLimits } from '../../../contract/limits'
import { monotonicClock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import { createMemoryJournals } from '../journal/testing/memory-journals'
import { createQuantiles } from '../media/quantiles'
import { createSessionKeep } from '../sessions/session-keep'
import type { PlacedSession } from '../sessions/sessions'
import { until } from '../testing/bench-driver'
import { createSessionThreads, type SessionThreads, type SessionThreadsOptions } from './session-threads'

/** It takes sessions and never says anything of them. */
const silent = `
const { parentPort } = require('node:worker_threads')
parentPort.on('message', ({ type }) => { if (type === 'stop') process.exit() })`
/** It hangs with the first session. */
const hung = "require('node:worker_threads').parentPort.on('message', () => { for (;;) {} })"
const broken = "throw new Error('this program is broken')"
const version = { id: 'mine.ts', version: 1, hash: 'h', manifest: {} } as HandlerVersion

describe('the pool of session threads', () => {
  let threads: SessionThreads | undefined
  const workers: Worker[] = []
  const lines: string[] = []
  let sessions = 0

  function open(code: string, more: Partial<SessionThreadsOptions> = {}): SessionThreads {
    threads = createSessionThreads({
      clock: monotonicClock,
      hostScript: '',
      limits: standardLimits,
      fork: () => undefined,
      quarantine: { reasonFor: () => null, add: () => undefined },
      noteThread: () => () => undefined,
      pathTimes: { audio: createQuantiles(), video: createQuantiles(), swap: createQuantiles() },
      log: (line) => void lines.push(line),
      startWorker(workerData) {
        const worker = new Worker(code, { eval: true, workerData })
        workers.push(worker)
        return worker
      },
      ...more,
    })
    return threads
  }

  function session(): PlacedSession {
    sessions += 1
    const seed = {
      id: `session-${sessions}`,
      version,
      client: { door: 'webrtc', webrtcId: '', address: null },
      inputs: {},
      origin: monotonicClock.now(),
      openedAt: 0,
    } as const
    const keep = createSessionKeep(seed, createMemoryJournals().open)
    const ignore = () => undefined
    return {
      seed,
      keep,
      offered: { offer: '', reach: 'loopback', hasMessages: true },
      on: { changed: ignore, turn: ignore, speech: ignore, loudness: ignore, rejected: ignore },
    }
  }

  const loaded = (engine: number): Partial<SessionThreadsOptions> => ({
    meterOf: (thread) => ({ load: () => (thread === 'engine' ? engine : 0) }),
  })

  afterEach(async () => {
    await threads?.close()
    await Promise.all(workers.splice(0).map((worker) => worker.terminate()))
    lines.splice(0)
  })

  it('has no thread, and gets no session, while the engine thread is not busy', () => {
    const pool = open(silent, loaded(0.1))
    expect([pool.place(session()), pool.place(session())]).toEqual([null, null])
    expect(pool.loads()).toEqual([])
  })

  it('spreads a burst, although nothing of it can be measured yet', () => {
    const pool = open(silent, { ...loaded(0.42), most: 2 })
    const places = Array.from({ length: 24 }, () => pool.place(session()) !== null)
    // Two of them make the engine thread busy, ten fill a thread; the next goes wherever is least to do.
    expect(places.slice(0, 4)).toEqual([false, false, true, true])
    const loads = pool.loads().map((one) => one.sessions)
    expect(loads.length).toBe(2)
    for (const count of loads) expect(count).toBeGreaterThanOrEqual(10)
  })

  it('does without threads when their program does not start, and says so', async () => {
    const pool = open(broken, loaded(1))
    const work = pool.place(session())
    await expect(work?.open()).rejects.toMatchObject({ code: 'unavailable' })
    expect(work?.entry()).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('this program is broken'),
    })
    expect(lines).toEqual([expect.stringContaining('this program is broken')])
    expect(pool.place(session())).toBeNull()
  })

  it('ends a thread that hangs, in bounded time, and its sessions with it', async () => {
    const pool = open(hung, loaded(1))
    const work = pool.place(session())
    const closing = work?.close('the test is over')
    await pool.close()
    await closing
    expect(work?.entry()).toMatchObject({ status: 'failed', host: 'gone' })
  }, 20_000)

  it('takes no session once it is closed, and those that it has are over', async () => {
    const pool = open(silent, loaded(1))
    const work = pool.place(session())
    await pool.close()
    expect(pool.place(session())).toBeNull()
    await until(() => work?.entry().status === 'failed', 'the end of the session')
    await work?.close('nothing is left to close')
  })
})
