import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { countThreads } from './hosts/testing/count-threads'
import { createOfferingClient } from './rtc/testing/offering-client'
import { type Bench, type Caller, startBench, until } from './testing/bench-driver'

const handler = (members: string, head = '') => `import { AsyncStreamHandler } from 'soundcheck'
${head}
export default class Bad extends AsyncStreamHandler {
  async receive(_frame: unknown): Promise<void> {}
  async emit(): Promise<null> { return null }
  ${members}
}
`

const tone = handler('').replace(
  '{ return null }',
  '{ return [24000, new Int16Array(480).map((_, n) => 8000 * Math.sin((2 * Math.PI * 500 * n) / 24000))] as never }',
)

const files = {
  'loops.ts': handler('').replace('Promise<void> {}', 'Promise<void> { for (;;); }'),
  'floods.ts': handler(
    "async startUp() { for (let n = 0; ; n += 1) await this.sendMessage('message ' + n) }",
  ),
  'exits.ts': handler('', 'process.exit(3)'),
  'empty.ts': handler("async startUp() { for (const text of ['a', '', 'b']) await this.sendMessage(text) }"),
  'lingers.ts': handler('shutdown() { for (;;); }'),
}

/** Packets that `caller` gets while `work` runs, as a share of real time. */
async function paceOf(caller: Caller, work: () => Promise<unknown>): Promise<number> {
  const { audio } = caller.client.received
  const [from, began] = [audio.length, performance.now()]
  await work()
  return (audio.length - from) / ((performance.now() - began) / 20)
}

describe('bad input', () => {
  let bench: Bench
  const callers: Caller[] = []
  const call: Bench['call'] = async (...args) => {
    const caller = await bench.call(...args)
    callers.push(caller)
    return caller
  }
  const fault = (caller: Caller) => bench.session(caller.sessionId)?.fault
  const stop = (caller: Caller) => bench.engine.request('session.close', { sessionId: caller.sessionId })

  beforeAll(async () => {
    bench = await startBench(files)
    await Promise.all(
      ['echo.ts', 'loops.ts', 'floods.ts', 'empty.ts', 'lingers.ts'].map((id) => bench.whenReady(id)),
    )
  })
  afterEach(async () => {
    await Promise.all(callers.map(stop))
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
  })
  afterAll(() => bench.stop())

  it('leaves the sound of others alone while a handler loops endlessly, says so, and lets a mended one take over', async () => {
    const echo = await call('echo.ts')
    echo.sing(440)
    await until(() => echo.loudness(440) > 0.2, 'the echo')
    const looping = await call('loops.ts')
    looping.sing(300)
    const blocked = () => bench.session(looping.sessionId)?.blocked
    const pace = await paceOf(echo, () => until(() => Boolean(blocked()?.position), 'the place of the loop'))
    expect(pace).toBeGreaterThan(0.8)
    expect(blocked()).toMatchObject({
      method: 'receive',
      position: { file: path.join(bench.folder, 'loops.ts') },
    })
    bench.write('loops.ts', tone)
    await until(() => looping.loudness(500) > 0.2, 'the sound of the mended handler')
    expect(fault(looping)).toBeNull()
    expect(bench.session(looping.sessionId)).toMatchObject({ host: 'running', blocked: null })
  })

  it('leaves the sound of others alone while a handler floods the channel, and loses no message', async () => {
    const echo = await call('echo.ts')
    echo.sing(440)
    await until(() => echo.loudness(440) > 0.2, 'the echo')
    const flooding = await call('floods.ts')
    const { messages } = flooding.client
    const pace = await paceOf(echo, () => until(() => messages.length > 500, '500 messages'))
    expect(pace).toBeGreaterThan(0.8)
    expect(messages).toEqual(messages.map((_, n) => `message ${n}`))
  })

  it('says where a file ends its own thread', async () => {
    await bench.whenBroken('exits.ts')
    const error = bench.handler('exits.ts')?.error
    expect(error?.message).toContain('process.exit(3)')
    expect(error?.position).toMatchObject({ file: path.join(bench.folder, 'exits.ts'), line: 2 })
  })

  it('carries empty messages', async () => {
    const caller = await call('empty.ts')
    await until(() => caller.client.messages.length === 3, 'three messages')
    expect(caller.client.messages).toEqual(['a', '', 'b'])
  })

  it('keeps the channel that is open when another one closes', async () => {
    const caller = await call('chat.ts')
    const second = caller.client.pc.createDataChannel('second')
    await until(() => second.readyState === 'open', 'the second channel')
    caller.client.channel.close()
    await until(() => caller.client.channel.readyState === 'closed', 'the end of the first')
    const answers: unknown[] = []
    second.onMessage.subscribe((data) => answers.push(data))
    second.send('{"type":"ping"}')
    await until(() => answers.length === 1, 'an answer')
  })

  it('tells a client without a data channel why nothing happens', async () => {
    const client = await createOfferingClient({ opensChannel: false })
    const request = { handlerId: 'echo.ts', offer: client.offer, inputs: {} }
    const { sessionId, answer } = await bench.engine.request('session.open', request)
    await client.accept(answer)
    await until(() => Boolean(bench.session(sessionId)?.fault), 'the fault')
    expect(bench.session(sessionId)?.fault?.message).toContain('no data channel')
    await bench.engine.request('session.close', { sessionId })
    await client.close()
  })

  it('ends a handler that does not end, and says so', async () => {
    const caller = await call('lingers.ts')
    await stop(caller)
    const rows = await bench.rows(caller.sessionId)
    expect(rows.find(({ kind }) => kind === 'error')).toMatchObject({
      type: 'shutdown',
      summary: expect.stringContaining('did not end within 2.5 s'),
    })
  })

  it('leaves no thread and no socket after sessions in a row', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length
    const before = sockets()
    for (let n = 0; n < 8; n += 1) {
      const caller = await bench.call('echo.ts')
      await stop(caller)
      await caller.hangUp()
    }
    await until(() => sockets() <= before, 'the sockets to close')
    // A warm spare for sessions and one for probes.
    await until(() => countThreads() <= 2, 'the threads to end')
  })
})
