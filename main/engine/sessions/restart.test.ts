import { afterEach, describe, expect, it } from 'vitest'
import { type Caller, until } from '../testing/bench-driver'
import { createManualTimers } from './testing/manual-timers'
import { type SessionBench, type SessionBenchOptions, startSessionBench } from './testing/session-bench'

/** Does what it is told to. */
const puppet = `
import { AsyncStreamHandler } from 'soundcheck'
export default class Puppet extends AsyncStreamHandler {
  count = 0
  async receive() {}
  async emit() { return null }
  async onMessage(message) {
    if (message === 'exit') process.exit(3)
    if (message === 'block') for (;;) {}
    if (message === 'block a while') { const end = performance.now() + 2500; while (performance.now() < end) {} }
    this.count += 1
    await this.sendMessage(JSON.stringify({ count: this.count }))
  }
}`
const exits = `
import { AsyncStreamHandler } from 'soundcheck'
export default class Exits extends AsyncStreamHandler {
  startUp() { process.exit(4) }
  async receive() {}
  async emit() { return null }
}`
interface Answer {
  readonly count?: number
  readonly type?: string
  readonly data?: string
}
const shortLimit = { hangLimitInS: 3, heapLimitMb: 512 }
/** Six threads are started one after the other, on a machine that may be busy. */
const LONG = 60_000

describe('a handler that fails in a session', () => {
  let bench: SessionBench
  const callers: Caller[] = []

  async function call(source: string, options: SessionBenchOptions = {}) {
    bench = await startSessionBench(options)
    const caller = await bench.call(await bench.version(1, source))
    callers.push(caller)
    const { client, sessionId } = caller
    return {
      session: bench.sessions.get(sessionId),
      entry: () => bench.entry(sessionId),
      say: (message: string) => client.channel.send(JSON.stringify(message)),
      answers: () => client.messages.map((text) => JSON.parse(String(text)) as Answer),
      swaps: () => bench.rows(sessionId, 'swap').map((row) => row.type),
      errors: () => bench.rows(sessionId, 'error').map((row) => row.summary),
    }
  }

  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
    await bench.stop()
  })

  it('is started again at once, and given what was said meanwhile', async () => {
    const { say, answers, entry, swaps } = await call(puppet)
    say('hello')
    await until(() => answers().some(({ count }) => count === 1), 'the first answer')
    say('exit')
    await until(() => entry()?.restart !== null, 'the restart')
    say('hello again')
    await until(
      () => answers().filter(({ count }) => count === 1).length === 2,
      'the answer of the new instance',
    )
    expect(entry()).toMatchObject({ host: 'running', restart: { attempt: 1, of: 5 } })
    expect(entry()?.fault?.message).toContain('process.exit(3)')
    expect(swaps()).toEqual(['started', 'restarted'])
  })

  it(
    'is started again ever later and then no more, until the person restarts it or saves another version',
    async () => {
      const timers = createManualTimers()
      const { say, entry, session, swaps, errors, answers } = await call(exits, { timers })
      for (const delay of [0, 1000, 2000, 4000, 8000]) {
        await until(() => timers.waiting() > 0 && entry()?.restart !== null, `the plan for ${delay} ms`)
        const { attempt } = entry()?.restart ?? { attempt: 0 }
        expect(entry()?.host).toBe(delay === 0 ? 'starting' : 'waiting')
        timers.pass(delay)
        await until(() => entry()?.restart?.attempt !== attempt, `the end of attempt ${attempt}`)
      }
      expect(entry()).toMatchObject({ host: 'gone', restart: null })
      expect(entry()?.fault?.hint).toContain('Mend the handler and save it')
      expect(swaps()).toHaveLength(6)
      expect(errors().some((text) => text.includes('process.exit(4)'))).toBe(true)
      await expect(session.setInputs({})).rejects.toThrow('is not running')
      say('anybody there?')
      const isRefusal = ({ type, data }: Answer) =>
        type === 'error' && data?.includes('the handler has stopped')
      await until(() => answers().some(isRefusal), 'the refusal')
      expect(errors().some((text) => text.includes('the handler has stopped'))).toBe(true)
      await session.swap(await bench.version(2, puppet))
      expect(entry()).toMatchObject({ host: 'running', handlerVersion: 2, fault: null })
    },
    LONG,
  )

  it('may be restarted by hand while it runs, and begins anew', async () => {
    const { say, answers, entry, session, swaps } = await call(puppet)
    say('hello')
    await until(() => answers().length === 1, 'the first answer')
    await session.restart()
    expect(swaps()).toEqual(['started', 'restarted'])
    say('hello')
    await until(() => answers().length === 2, 'the second answer')
    expect(answers()).toEqual([{ count: 1 }, { count: 1 }])
    expect(entry()).toMatchObject({ host: 'running', restart: null })
  })

  it(
    'is shown while it blocks, ended at the limit, and then runs in a process',
    async () => {
      const { say, entry, errors, swaps } = await call(puppet, { limits: shortLimit })
      say('block')
      await until(() => entry()?.host === 'blocked', 'the block')
      const blocked = entry()?.blocked
      expect(blocked).toMatchObject({ method: 'onMessage' })
      expect((blocked?.endsAt ?? 0) - (blocked?.since ?? 0)).toBeLessThanOrEqual(3600)
      await until(() => entry()?.blocked === null && entry()?.host === 'running', 'the next instance')
      expect(bench.kinds).toEqual(['thread', 'process'])
      expect(entry()?.fault?.hint).toContain('it runs in a process of its own')
      expect(swaps()).toEqual(['started', 'moved', 'restarted'])
      expect(errors().some((text) => text.startsWith('onMessage() has blocked its thread'))).toBe(true)
    },
    LONG,
  )

  it('may be waited for while it blocks, and answers after that', async () => {
    const { say, entry, session, answers } = await call(puppet, { limits: shortLimit })
    await expect(session.waitForCall()).rejects.toThrow('no call of this handler blocks')
    await expect(session.stopCall()).rejects.toThrow('no call of this handler blocks')
    say('block a while')
    await until(() => entry()?.host === 'blocked', 'the block')
    await session.waitForCall()
    const { endsAt = 0 } = entry()?.blocked ?? {}
    expect(endsAt - Date.now()).toBeGreaterThan(2000)
    await until(() => answers().length === 1, 'the answer')
    await until(() => entry()?.host === 'running', 'the end of the block')
    expect(entry()?.blocked).toBeNull()
  })

  it('is stopped by hand while it blocks, and started again', async () => {
    const { say, entry, session, swaps, answers } = await call(puppet)
    say('block')
    await until(() => entry()?.host === 'blocked', 'the block')
    await session.stopCall()
    await until(() => swaps().includes('restarted'), 'the restart')
    say('hello')
    await until(() => answers().some(({ count }) => count === 1), 'an answer')
    expect(entry()?.restart).toMatchObject({ attempt: 1 })
    expect(entry()?.fault?.message).toContain('was stopped by hand')
    expect(bench.kinds).toEqual(['thread', 'thread'])
  })

  it(
    'is taken back when the version that has just taken over blocks until its end',
    async () => {
      const { say, entry, session, swaps } = await call(puppet, { limits: shortLimit })
      await session.swap(await bench.version(2, puppet.replace('count = 0', 'count = 10')))
      say('block')
      await until(() => swaps().includes('rolled back'), 'the roll-back', 20_000)
      await until(() => entry()?.host === 'running', 'the version before')
      expect(entry()).toMatchObject({ handlerVersion: 1, rolledBack: { from: 2, to: 1 } })
      expect(bench.rejected).toMatchObject([{ version: 2, error: { code: 'timeout' } }])
    },
    LONG,
  )
})
