import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import type { HostLimits } from '../../../contract/limits'
import type { LoudnessReport } from '../../../contract/loudness'
import { createOfferingClient } from '../rtc/testing/offering-client'
import {
  type SessionBench,
  type SessionBenchOptions,
  startSessionBench,
} from '../sessions/testing/session-bench'
import { type Caller, until } from '../testing/bench-driver'
import { pauseThread } from './testing/pause-thread'
import { talkativeHandler } from './testing/talkative-handler'

interface Answer {
  readonly by?: string
  readonly count?: number
  readonly gain?: number
  readonly thread?: number
}

const shortLimit: HostLimits = { hangLimitInS: 3, heapLimitMb: 512 }
/** Every thread has enough to do as it is. */
const overfull = () => ({ load: () => 0.5 })
/** Threads of threads are started one after the other, on a machine that may be busy. */
const LONG = 60_000

describe('a call in a session thread', () => {
  let bench: SessionBench
  const callers: Caller[] = []

  async function start(options: SessionBenchOptions = {}, stream = '') {
    bench = await startSessionBench({ door: 'webrtc', threads: {}, ...options })
    return bench.version(1, talkativeHandler('one', stream))
  }

  async function call(version: Awaited<ReturnType<SessionBench['version']>>) {
    const caller = await bench.call(version)
    callers.push(caller)
    const { client, sessionId } = caller
    const answers = () =>
      client.messages
        .map((text) => JSON.parse(String(text)) as Answer)
        .filter(({ count }) => count !== undefined)
    return {
      caller,
      client,
      sessionId,
      answers,
      session: bench.sessions.get(sessionId),
      entry: () => bench.entry(sessionId),
      rows: (kind: string) => bench.rows(sessionId, kind),
      say: (message: string) => client.channel.send(JSON.stringify(message)),
      async ask(message: string): Promise<Answer | undefined> {
        const before = answers().length
        client.channel.send(JSON.stringify(message))
        await until(() => answers().length > before, `an answer to ${message}`)
        return answers().at(-1)
      },
    }
  }

  const threads = () => {
    if (!bench.others) throw new Error('there are no session threads')
    return bench.others
  }

  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
    await bench.stop()
  })

  it(
    'carries sound, messages, inputs and outputs, and nothing of it is done here',
    async () => {
      const { caller, session, ask, entry, rows } = await call(await start())
      caller.sing(440)
      await until(() => caller.loudness(440) > 0.03, 'the tone back', 20_000)
      expect(await ask('hello')).toMatchObject({ by: 'one', count: 1, gain: 1 })
      await session.setInputs({ gain: 0.5 })
      expect(session.entry().inputs).toEqual({ gain: 0.5 })
      expect(await ask('hello')).toMatchObject({ count: 2, gain: 0.5 })
      let pushed = 0
      const stop = session.readOutputs({ pushed: () => (pushed += 1), ended: () => undefined })
      await ask('output')
      await until(() => pushed === 1, 'the notice of an output')
      expect(session.fetchOutputs(10)).toEqual({ outputs: [[2]], dropped: 0 })
      stop()
      await until(() => (entry()?.counters.messagesIn ?? 0) === 3, 'the counters')
      expect(entry()?.queues.map(({ name }) => name)).toEqual([
        'audio in',
        'audio out',
        'messages in',
        'messages out',
        'outputs',
        'journal',
      ])
      await until(() => rows('message').length === 7, 'the rows of all messages')
      expect(rows('message').map(({ direction }) => direction)).toEqual([
        'in',
        'out',
        'in',
        'out',
        'in',
        'out',
        'out',
      ])
      expect(bench.kinds).toEqual([])
      expect(threads().running).toHaveLength(1)
      expect(threads().threads.loads()).toMatchObject([{ sessions: 1 }])
      await threads().threads.measure()
      expect(bench.pathTimes.audio.take().count).toBeGreaterThan(0)
    },
    LONG,
  )

  it(
    'tells how loud it is, as long as it is on',
    async () => {
      const reports: LoudnessReport[] = []
      const version = await start({ onLoudness: (_, report) => void reports.push(report) })
      const { caller, session } = await call(version)
      caller.sing(440)
      await session.watchLoudness(false)
      await until(() => typeof reports.at(-1)?.in?.momentary === 'number', 'its loudness', 20_000)
      await session.close('it was enough')
      await expect(session.watchLoudness(false)).rejects.toMatchObject({ code: 'closed' })
    },
    LONG,
  )

  it(
    'keeps rows in the order and at the times at which they came to be, and its last ones',
    async () => {
      const { session, sessionId, ask } = await call(await start())
      await ask('print')
      await session.close('it was enough')
      const rows = bench.journals.rows(sessionId)
      const lines = rows.filter(({ kind }) => kind === 'console').map(({ summary }) => summary)
      expect(lines).toEqual(Array.from({ length: 200 }, (_, n) => `line ${n}`))
      // Calls are told of together, a little after they have ended.
      const times = rows.filter(({ kind }) => kind !== 'call').map(({ atUs }) => atUs)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(rows[0]).toMatchObject({ kind: 'signal', summary: 'connecting' })
      expect(rows.at(-1)).toMatchObject({ kind: 'signal', summary: 'closed: it was enough' })
      expect(bench.entry(sessionId)).toMatchObject({
        status: 'closed',
        host: 'gone',
        reason: 'it was enough',
      })
      await expect(session.setInputs({ gain: 2 })).rejects.toMatchObject({ code: 'closed' })
    },
    LONG,
  )

  it(
    'goes over to a new version with its state, and back when that does not start',
    async () => {
      const { session, ask, entry, rows } = await call(await start())
      await ask('hello')
      await session.swap(await bench.version(2, talkativeHandler('two', "title: 'Second'")))
      expect(await ask('hello')).toMatchObject({ by: 'two', count: 2 })
      expect(session.manifest().title).toBe('Second')
      await session.swap(await bench.version(3, talkativeHandler('bad')))
      await until(() => entry()?.rolledBack !== null, 'the roll-back')
      expect(await ask('hello')).toMatchObject({ by: 'two', count: 3 })
      expect(bench.rejected).toMatchObject([{ version: 3, error: { message: 'it does not start' } }])
      expect(rows('swap').map(({ type }) => type)).toEqual(['started', 'swapped', 'swapped', 'rolled back'])
      expect(entry()).toMatchObject({ handlerVersion: 2, rolledBack: { from: 3, to: 2 } })
      await session.close('it was enough')
      await session.dismissRollback()
      expect(entry()?.rolledBack).toBeNull()
    },
    LONG,
  )

  it(
    'starts a handler again that ended its thread',
    async () => {
      const { say, ask, entry } = await call(await start())
      await ask('hello')
      say('exit')
      await until(() => entry()?.restart !== null, 'the restart')
      expect(await ask('hello')).toMatchObject({ count: 1 })
      expect(entry()?.fault?.message).toContain('process.exit(3)')
    },
    LONG,
  )

  it(
    'finds the lines at which two handlers block at once, and goes on with both in processes',
    async () => {
      const version = await start({ limits: shortLimit })
      const both = [await call(version), await call(version)]
      for (const { say } of both) say('block')
      await until(() => both.every(({ entry }) => entry()?.blocked?.position != null), 'the lines')
      const line =
        talkativeHandler('one')
          .split('\n')
          .findIndex((text) => text.includes('for (;;)')) + 1
      for (const { entry } of both)
        expect(entry()?.blocked).toMatchObject({ method: 'onMessage', position: { line } })
      for (const { ask, entry } of both) {
        await until(
          () => entry()?.isolation === 'process' && entry()?.host === 'running',
          'the process',
          20_000,
        )
        const answer = await ask('hello')
        expect(answer?.thread).not.toBe(process.pid)
      }
      expect(threads().running).toEqual([])
      // What was learnt in the one thread is known to the next session, wherever it is.
      const next = await call(version)
      expect(next.entry()?.isolation).toBe('process')
    },
    LONG,
  )

  it(
    'is watched, and frees what shows it',
    async () => {
      const { caller, session } = await call(await start())
      caller.sing(440)
      const viewer = await createOfferingClient({ direction: 'recvonly', hasChannel: false })
      const { watchId, answer } = await session.watch('out', viewer.offer)
      await viewer.accept(answer)
      await until(() => viewer.received.audio.length > 10, 'the sound at the viewer')
      await bench.sessions.unwatch(watchId)
      const [shown, heard] = [viewer.received.audio.length, caller.client.received.audio.length]
      await until(() => caller.client.received.audio.length > heard + 25, 'more sound')
      expect(viewer.received.audio.length).toBeLessThan(shown + 10)
      await viewer.close()
      await session.close('it was enough')
      await expect(session.watch('out', viewer.offer)).rejects.toMatchObject({ code: 'closed' })
    },
    LONG,
  )

  it(
    'keeps to the limits of its handler, and leaves room when its client hangs up',
    async () => {
      const version = await start({}, 'concurrencyLimit: 1, timeLimit: 3')
      const first = await call(version)
      await expect(call(version)).rejects.toMatchObject({ code: 'limit' })
      await first.client.leave()
      await until(() => first.entry()?.status === 'closed', 'the end of the session')
      expect(first.entry()?.reason).toBe('the client hung up')
      const second = await call(version)
      await until(() => second.entry()?.status === 'closed', 'the time limit')
      expect(second.entry()?.reason).toContain('the time limit of 3 s')
    },
    LONG,
  )

  it(
    'refuses an offer that cannot be used as any other does, and is over',
    async () => {
      const version = await start()
      const client = { door: 'webrtc', webrtcId: 'x', address: null } as const
      const offered = { offer: 'nonsense', reach: 'loopback', hasMessages: true } as const
      await expect(bench.sessions.open({ version, client, inputs: {}, offered })).rejects.toMatchObject({
        code: 'invalid',
        hint: expect.any(String),
      })
      expect(bench.sessions.findLive('x')).toBeUndefined()
      expect(threads().threads.loads()).toMatchObject([{ sessions: 0 }])
    },
    LONG,
  )

  it(
    'fails in words when its thread is killed; the next call has a thread of its own',
    async () => {
      const version = await start()
      const { session, sessionId, entry, ask } = await call(version)
      await ask('hello')
      const pending = session.restart()
      const [worker] = threads().workers
      await worker?.terminate()
      await expect(pending).rejects.toMatchObject({ code: 'unavailable', hint: expect.any(String) })
      expect(entry()).toMatchObject({
        status: 'failed',
        host: 'gone',
        reason: expect.stringContaining('the thread of this session ended'),
        closedAt: expect.any(Number),
      })
      expect(bench.rows(sessionId, 'signal').at(-1)?.summary).toContain('failed: the thread of this session')
      expect(threads().running).toEqual([])
      await session.close('nothing is left to close')
      expect(await (await call(version)).ask('hello')).toMatchObject({ count: 1 })
      expect(threads().workers).toHaveLength(2)
    },
    LONG,
  )

  it(
    'feels nothing of a stall of another session thread',
    async () => {
      const version = await start({ threads: { most: 2, meterOf: overfull } })
      const [stalled, other] = [await call(version), await call(version)]
      expect(threads().threads.loads()).toMatchObject([{ sessions: 1 }, { sessions: 1 }])
      const [worker] = threads().workers
      if (!worker) throw new Error('no thread was started')
      const goOn = await pauseThread(worker.threadId)
      stalled.say('hello')
      expect(await other.ask('hello')).toMatchObject({ count: 1 })
      expect(stalled.answers()).toEqual([])
      // One that does not answer is as late as it is waited for.
      const delays = await threads().threads.measure()
      expect(delays[0]?.p99).toBe(1000)
      expect(delays[1]?.p99).toBeLessThan(1000)
      goOn()
      await until(() => stalled.answers().length === 1, 'the answer of the one that stalled')
    },
    LONG,
  )

  it(
    'gives its thread back when that has had nothing to do for a while',
    async () => {
      const version = await start({ threads: { idleLimit: 50 } })
      const first = await call(version)
      const [worker] = threads().workers
      if (!worker) throw new Error('no thread was started')
      const ended = once(worker, 'exit')
      await first.session.close('it was enough')
      expect(await ended).toEqual([0])
      expect(threads().threads.loads()).toEqual([])
      expect(threads().lines).toEqual([])
      expect(await (await call(version)).ask('hello')).toMatchObject({ count: 1 })
    },
    LONG,
  )
})
