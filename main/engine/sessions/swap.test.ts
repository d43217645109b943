import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readSources } from '../../../contract/handler-sources'
import type { HandlerVersion } from '../handler-version'
import { type Caller, until } from '../testing/bench-driver'
import { type SessionBench, startSessionBench } from './testing/session-bench'

/** Answers each message with its own name and how many it has had; counts on from version to version. */
const counter = (name: string, more = '') => `
import { AsyncStreamHandler } from 'soundcheck'
export default class Counter extends AsyncStreamHandler {
  heard = new Map([['messages', 0]])
  sound = new Float32Array([0.25])
  async receive() {}
  async emit() { return null }
  async onMessage(message) {
    const count = this.heard.get('messages') + 1
    this.heard.set('messages', count)
    await this.sendMessage(JSON.stringify({ from: '${name}', count, message, sound: this.sound[0] }))
  }
  exportState() { return { heard: this.heard, sound: this.sound } }
  importState({ heard, sound }) { this.heard = heard; this.sound = sound }
  ${more}
}`

interface Answer {
  readonly from: string
  readonly count: number
  readonly message: unknown
}

describe('a swap', () => {
  let bench: SessionBench
  const callers: Caller[] = []

  async function call(source: string, known?: HandlerVersion) {
    if (!known) bench.nextHandler()
    const version = known ?? (await bench.version(1, source))
    const caller = await bench.call(version)
    callers.push(caller)
    const { client, sessionId } = caller
    await until(() => bench.entry(sessionId)?.host === 'running', 'the handler')
    return {
      ...caller,
      version,
      session: bench.sessions.get(sessionId),
      entry: () => bench.entry(sessionId),
      say: (message: unknown) => client.channel.send(JSON.stringify(message)),
      answers: () => client.messages.map((text) => JSON.parse(String(text)) as Answer),
      swaps: () => bench.rows(sessionId, 'swap').map((row) => row.type),
      /** Of a row of a swap. */
      sources(at: number) {
        const row = bench.rows(sessionId, 'swap')[at]
        return row?.hasBytes ? readSources(bench.journals.bytes(sessionId, row.n)) : null
      },
    }
  }

  beforeAll(async () => {
    bench = await startSessionBench()
  })
  afterEach(async () => {
    bench.rejected.length = 0
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
  })
  afterAll(() => bench.stop())

  it('hands maps and typed arrays to the new version', async () => {
    const { say, answers, session } = await call(counter('one'))
    say('a')
    await until(() => answers().length === 1, 'the first answer')
    await session.swap(await bench.version(2, counter('two')))
    say('b')
    await until(() => answers().length === 2, 'the second answer')
    expect(answers()).toEqual([
      { from: 'one', count: 1, message: 'a', sound: 0.25 },
      { from: 'two', count: 2, message: 'b', sound: 0.25 },
    ])
  })

  it('loses no message that is sent while it goes on, and keeps their order', async () => {
    const { say, answers, session, swaps } = await call(counter('v1'))
    const versions = await Promise.all([2, 3, 4].map((n) => bench.version(n, counter(`v${n}`))))
    let sent = 0
    const timer = setInterval(() => {
      for (let n = 0; n < 3; n += 1) say(sent++)
    }, 2)
    for (const version of versions) await session.swap(version)
    clearInterval(timer)
    await until(() => answers().length >= sent, `${sent} answers`)
    expect(answers().map(({ count }) => count)).toEqual(Array.from({ length: sent }, (_, n) => n + 1))
    expect(answers().map(({ message }) => message)).toEqual(Array.from({ length: sent }, (_, n) => n))
    expect(answers().at(-1)).toMatchObject({ from: 'v4' })
    expect(swaps()).toEqual(['started', 'swapped', 'swapped', 'swapped'])
  })

  it('does not come about when importState throws: the old version goes on with what it knows', async () => {
    const { say, answers, session, entry, swaps, sources } = await call(counter('one'))
    say('a')
    await until(() => answers().length === 1, 'the first answer')
    const bad = counter('two').replace(
      'importState({ heard, sound }) {',
      '$& throw new Error("of another shape");',
    )
    await session.swap(await bench.version(2, bad))
    say('b')
    await until(() => answers().length === 2, 'the second answer')
    expect(answers()[1]).toMatchObject({ from: 'one', count: 2 })
    expect(entry()).toMatchObject({
      host: 'running',
      handlerVersion: 1,
      rolledBack: { from: 2, to: 1, error: { message: 'of another shape' } },
    })
    expect(bench.rejected).toMatchObject([{ version: 2, error: { message: 'of another shape' } }])
    expect(swaps()).toEqual(['started', 'rolled back'])
    expect(sources(0)?.get('mine.ts')).toBe(counter('one'))
    expect(sources(1)?.get('mine.ts')).toBe(bad)
    await session.dismissRollback()
    expect(entry()?.rolledBack).toBeNull()
  })

  it('does not come about when the new version is not ready within 3 s', async () => {
    const { session, entry } = await call(counter('one'))
    const version = await bench.version(2, counter('two'))
    await session.swap({ ...version, code: `for (;;) {}\n${version.code}` })
    expect(entry()).toMatchObject({ host: 'running', handlerVersion: 1 })
    expect(entry()?.rolledBack?.error.message).toBe('Version 2 did not become ready within 3 s.')
  })

  it('is taken back when startUp throws, with the state of the moment of the swap', async () => {
    const { say, answers, session, entry, swaps } = await call(counter('one'))
    say('a')
    await until(() => answers().length === 1, 'the first answer')
    await session.swap(await bench.version(2, counter('two', `startUp() { throw new Error('no start') }`)))
    await until(() => swaps().includes('rolled back'), 'the roll-back')
    say('b')
    await until(() => answers().some(({ message }) => message === 'b'), 'the second answer')
    expect(answers().at(-1)).toMatchObject({ from: 'one', count: 2 })
    expect(entry()).toMatchObject({ host: 'running', handlerVersion: 1, fault: null })
    expect(entry()?.rolledBack).toMatchObject({ from: 2, to: 1, error: { message: 'no start' } })
    expect(bench.rejected).toMatchObject([{ version: 2 }])
    expect(swaps()).toEqual(['started', 'swapped', 'rolled back'])
  })

  it('is taken back after five faults', async () => {
    const { say, session, entry } = await call(counter('one'))
    const bad = counter('two').replace('const count =', 'throw new Error("number " + message); const count =')
    await session.swap(await bench.version(2, bad))
    for (let n = 1; n <= 5; n += 1) say(n)
    await until(() => entry()?.rolledBack !== null && entry()?.host === 'running', 'the roll-back')
    expect(entry()).toMatchObject({ handlerVersion: 1, rolledBack: { error: { message: 'number 5' } } })
    await session.swap(await bench.version(3, counter('three')))
    expect(entry()).toMatchObject({ handlerVersion: 3, rolledBack: null, fault: null })
  })

  it('is taken back when the new version ends its thread', async () => {
    const { say, answers, session, entry } = await call(counter('one'))
    const bad = counter('two').replace('const count =', 'process.exit(3); const count =')
    await session.swap(await bench.version(2, bad))
    say('out')
    await until(() => entry()?.rolledBack !== null && entry()?.host === 'running', 'the roll-back')
    say('in')
    await until(() => answers().some(({ message }) => message === 'in'), 'an answer')
    expect(answers().at(-1)).toMatchObject({ from: 'one', count: 1 })
  })

  it('goes back to an older version without putting it on probation', async () => {
    const { say, answers, session, swaps, sources } = await call(counter('one'))
    const first = await bench.version(1, counter('one'))
    await session.swap(await bench.version(2, counter('two')))
    say('a')
    await until(() => answers().length === 1, 'the first answer')
    await session.swap(first)
    say('b')
    await until(() => answers().length === 2, 'the second answer')
    expect(answers()).toMatchObject([
      { from: 'two', count: 1 },
      { from: 'one', count: 2 },
    ])
    expect(swaps()).toEqual(['started', 'swapped', 'went back'])
    // It has been told already.
    expect(sources(2)).toBeNull()
  })

  it('is taken back in the other sessions of the handler too', async () => {
    const first = await call(counter('one'))
    const other = await call(counter('one'), first.version)
    const bad = await bench.version(
      2,
      counter('two', `startUp() { if (this.bad) return; throw new Error('no start') }`),
    )
    await other.session.swap({ ...bad, code: bad.code.replace('this.bad', 'true') })
    expect(other.entry()?.handlerVersion).toBe(2)
    await first.session.swap(bad)
    await until(() => bench.rejected.length === 1, 'the roll-back')
    await bench.sessions.swap(first.version)
    await until(() => first.swaps().length === 3, 'the roll-back of the first')
    expect(other.entry()).toMatchObject({ handlerVersion: 1, rolledBack: { from: 2, to: 1 } })
    expect(other.swaps()).toEqual(['started', 'swapped', 'rolled back'])
    expect(first.swaps()).toEqual(['started', 'swapped', 'rolled back'])
  })

  it('goes on without the state when the old version cannot give it, and says so', async () => {
    const { say, answers, session, entry } = await call(
      counter('one').replace('exportState() {', '$& return () => 1;'),
    )
    say('a')
    await until(() => answers().length === 1, 'the first answer')
    await session.swap(await bench.version(2, counter('two')))
    say('b')
    await until(() => answers().length === 2, 'the second answer')
    expect(answers()[1]).toMatchObject({ from: 'two', count: 1 })
    expect(entry()?.fault?.message).toContain('exportState gave what cannot be copied')
  })

  it('gives the new version the inputs that were set while it started', async () => {
    const source = (name: string) => `
import { AsyncStreamHandler, z } from 'soundcheck'
export const stream = { inputs: z.object({ gain: z.number().default(1) }) }
export default class Inputs extends AsyncStreamHandler {
  async receive() {}
  async emit() { return null }
  async onMessage() { await this.sendMessage(JSON.stringify({ from: '${name}', gain: this.latestArgs[1] })) }
}`
    const { say, answers, session } = await call(source('one'))
    const swapped = session.swap(await bench.version(2, source('two')))
    await session.setInputs({ gain: 5 })
    await swapped
    say('?')
    await until(() => answers().length === 1, 'an answer')
    expect(answers()).toEqual([{ from: 'two', gain: 5 }])
  })
})
