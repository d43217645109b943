import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, startBench, until } from './testing/bench-driver'

const files = {
  'replies.ts': `import { ReplyOnPause } from 'soundcheck'
export const stream = { title: 'Replies' }
export default new ReplyOnPause(function* () {
  for (let n = 0; n < 5; n += 1)
    yield [48000, new Int16Array(4800).map((_, t) => 8000 * Math.sin((2 * Math.PI * t) / 48))]
}, { variant: 'textbox' })
`,
  'generates.ts': `import { AudioGenerator } from 'soundcheck'
export const stream = { mode: 'receive' }
export default new AudioGenerator(function* () {
  yield [48000, new Int16Array(28800).map((_, t) => 8000 * Math.sin((2 * Math.PI * t) / 48))]
})
`,
}

describe('the kit in a whole session', () => {
  let bench: Bench

  beforeAll(async () => {
    bench = await startBench(files)
    await Promise.all(Object.keys(files).map((id) => bench.whenReady(id)))
  })
  afterAll(() => bench.stop())

  it('knows that a reply to a typed text is finished when its last sound has gone out', async () => {
    const caller = await bench.call('replies.ts')
    const { sessionId } = caller
    await until(() => bench.session(sessionId)?.status === 'live', 'the call')
    await bench.engine.request('session.trigger', { sessionId, text: 'hello' })
    const names = () => bench.told('session.turn').map(({ event }) => event.name)
    await until(() => names().includes('response_finished'), 'the end of the reply')
    expect(names()).toEqual(['pause_detected', 'response_starting', 'response_finished'])
    expect(caller.loudPackets().filter(Boolean).length).toBeGreaterThanOrEqual(25)
    const [, begun, finished] = bench.told('session.turn').map(({ event }) => event.at)
    expect((finished ?? 0) - (begun ?? 0)).toBeGreaterThan(400)
    await caller.hangUp()
  })

  it('ends the session when a generator is at its end and all was played', async () => {
    const caller = await bench.call('generates.ts', { direction: 'recvonly' })
    await until(() => bench.session(caller.sessionId)?.status === 'closed', 'the end')
    expect(bench.session(caller.sessionId)?.reason).toBe("the handler's stream is finished")
    expect(caller.loudPackets().filter(Boolean).length).toBeGreaterThanOrEqual(30)
    expect(caller.client.messages).toEqual([])
    await caller.hangUp()
  })
})
