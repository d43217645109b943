import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, type Caller, startBench, until } from './testing/bench-driver'

const counter = (name: string, more = '') => `
import { AsyncStreamHandler } from 'soundcheck'
export default class Counter extends AsyncStreamHandler {
  count = 0
  async receive() {}
  async emit() { return null }
  async onMessage(message) { await this.sendMessage(JSON.stringify({ from: '${name}', count: ++this.count, message })) }
  exportState() { return { count: this.count } }
  importState({ count }) { this.count = count }
  ${more}
}`

interface Answer {
  readonly from: string
  readonly count: number
  readonly message: string
}

describe('a handler that is saved in the middle of a call', () => {
  let bench: Bench
  const callers: Caller[] = []

  async function call() {
    const caller = await bench.call('mine.ts')
    callers.push(caller)
    const { client, sessionId } = caller
    const answers = () => client.messages.map((text) => JSON.parse(String(text)) as Answer)
    return {
      sessionId,
      entry: () => bench.session(sessionId),
      async ask(message: string): Promise<Answer> {
        client.channel.send(JSON.stringify(message))
        await until(() => answers().some((answer) => answer.message === message), `the answer to ${message}`)
        return answers().find((answer) => answer.message === message) as Answer
      },
    }
  }

  beforeEach(async () => {
    bench = await startBench({ 'mine.ts': counter('one') })
    await bench.whenReady('mine.ts')
  })
  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
    await bench.stop()
  })

  it('goes on where the version before was', async () => {
    const { ask, entry } = await call()
    expect(await ask('a')).toMatchObject({ from: 'one', count: 1 })
    bench.write('mine.ts', counter('two'))
    await until(() => entry()?.handlerVersion === 2, 'version 2')
    expect(await ask('b')).toMatchObject({ from: 'two', count: 2 })
    await bench.engine.request('handler.useVersion', { handlerId: 'mine.ts', version: 1 })
    await until(() => entry()?.handlerVersion === 1, 'version 1 again')
    expect(await ask('c')).toMatchObject({ from: 'one', count: 3 })
    expect(entry()).toMatchObject({ rolledBack: null, restart: null, fault: null })
  })

  it('is taken back everywhere when it does not start, and is not given to new calls', async () => {
    const first = await call()
    await first.ask('a')
    bench.write('mine.ts', counter('two', `startUp() { throw new Error('no start') }`))
    await until(
      () => first.entry()?.rolledBack !== null && first.entry()?.host === 'running',
      'the roll-back',
    )
    expect(await first.ask('b')).toMatchObject({ from: 'one', count: 2 })
    await until(() => bench.handler('mine.ts')?.version === 1, 'version 1 in the list')
    expect(bench.handler('mine.ts')?.versions[0]).toMatchObject({
      version: 2,
      rejected: { message: 'no start' },
    })
    expect(await (await call()).ask('c')).toMatchObject({ from: 'one', count: 1 })
  })

  it('is started anew by hand', async () => {
    const { ask, sessionId, entry } = await call()
    await ask('a')
    await bench.engine.request('session.restart', { sessionId })
    expect((await bench.rows(sessionId)).some((row) => row.type === 'restarted')).toBe(true)
    expect(entry()?.host).toBe('running')
    expect(await ask('b')).toMatchObject({ from: 'one', count: 1 })
  })
})
