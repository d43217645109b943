import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createOfferingClient } from './rtc/testing/offering-client'
import { type Bench, type Caller, createCaller, startBench, until } from './testing/bench-driver'

const echo = `
import { AsyncQueue, AsyncStreamHandler, waitForItem } from 'soundcheck'
export const stream = { concurrencyLimit: 1 }
export default class Echo extends AsyncStreamHandler {
  heard = new AsyncQueue()
  async receive(frame) { await this.heard.put(frame) }
  async emit() { return waitForItem(this.heard) }
}
`

describe('a session that is watched', () => {
  let bench: Bench
  const toEnd: (() => Promise<void>)[] = []

  beforeAll(async () => {
    bench = await startBench({ 'parrot.ts': echo })
    await bench.whenReady('parrot.ts')
  })
  afterEach(async () => {
    for (const end of toEnd.splice(0).reverse()) await end()
  })
  afterAll(() => bench.stop())

  async function call(): Promise<Caller> {
    const caller = await bench.call('parrot.ts')
    toEnd.push(caller.hangUp, async () => {
      await bench.engine.request('session.close', { sessionId: caller.sessionId })
    })
    return caller
  }

  async function watch(sessionId: string, side: 'in' | 'out') {
    const client = await createOfferingClient({ direction: 'recvonly', opensChannel: false })
    toEnd.push(client.close)
    const { watchId, answer } = await bench.engine.request('session.watch', {
      sessionId,
      side,
      offer: client.offer,
    })
    await client.accept(answer)
    return { ...createCaller(client, sessionId), watchId }
  }

  it('is heard on both sides while it goes on', async () => {
    const caller = await call()
    caller.sing(600)
    const [sent, answered] = [await watch(caller.sessionId, 'in'), await watch(caller.sessionId, 'out')]
    await until(() => sent.loudness(600) > 0.25, 'what the client sends')
    await until(() => answered.loudness(600) > 0.25, 'what the handler sends')
    await until(() => caller.loudness(600) > 0.25, 'what the client gets')
  })

  it('is one session in the list, and takes one place', async () => {
    const caller = await call()
    await watch(caller.sessionId, 'in')
    const { state } = await bench.engine.request('state.get', {})
    expect(Object.values(state.sessions).filter(({ status }) => status === 'live')).toHaveLength(1)
    expect(state.handlers['parrot.ts']?.manifest?.concurrencyLimit).toBe(1)
    await expect(bench.call('parrot.ts')).rejects.toMatchObject({ code: 'limit' })
  })

  it('is no longer sent to who has turned away', async () => {
    const caller = await call()
    caller.sing(600)
    const { client, watchId } = await watch(caller.sessionId, 'in')
    await until(() => client.received.audio.length > 0, 'sound')
    await bench.engine.request('session.unwatch', { watchId })
    const count = client.received.audio.length
    const before = caller.client.received.audio.length
    await until(() => caller.client.received.audio.length > before + 20, 'the session goes on')
    expect(client.received.audio.length).toBeLessThanOrEqual(count + 1)
    await expect(bench.engine.request('session.unwatch', { watchId })).resolves.toBeNull()
  })

  it('cannot be watched once it has ended', async () => {
    const { sessionId } = await call()
    await bench.engine.request('session.close', { sessionId })
    await expect(watch(sessionId, 'in')).rejects.toMatchObject({ code: 'closed' })
    await expect(watch('nobody', 'in')).rejects.toMatchObject({ code: 'not-found' })
  })
})
