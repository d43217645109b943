import { afterEach, describe, expect, it } from 'vitest'
import type { MessageRule } from '../../../contract/message-gate'
import { type Caller, until } from '../testing/bench-driver'
import { type SessionBench, startSessionBench } from './testing/session-bench'

const repeats = `
import { AsyncStreamHandler } from 'soundcheck'
export default class Repeats extends AsyncStreamHandler {
  async startUp() {}
  async receive() {}
  async emit() { await new Promise((resolve) => setTimeout(resolve, 20)); return null }
  async onMessage(message) { await this.sendMessage(JSON.stringify({ type: 'said', what: message.what })) }
  copy() { return new Repeats() }
}`

const rule = (direction: 'in' | 'out', query: string, action: MessageRule['action']): MessageRule => ({
  ...{ id: query, direction, query, action },
  enabled: true,
})

describe('messages of a call that rules hold', () => {
  let bench: SessionBench
  let caller: Caller

  afterEach(async () => {
    await caller.hangUp()
    await bench.stop()
  })

  const said = () => caller.client.messages.map((text) => JSON.parse(String(text)).what).filter(Boolean)
  const say = (what: string) => caller.client.channel.send(JSON.stringify({ type: 'say', what }))
  const held = () => bench.entry(caller.sessionId)?.messageGate.held ?? []

  it.each([
    ['in the engine thread', {}],
    ['in a session thread', { door: 'webrtc', threads: {} } as const],
  ])('reach the handler and the client only as a person lets them, %s', async (_where, options) => {
    bench = await startSessionBench(options)
    caller = await bench.call(await bench.version(1, repeats))
    const session = bench.sessions.get(caller.sessionId)
    await session.setMessageRules([
      rule('in', 'data.what:hold', { do: 'hold' }),
      rule('out', 'data.what:secret', { do: 'drop' }),
    ])
    for (const what of ['first', 'hold', 'secret', 'last']) say(what)
    await until(() => said().includes('last') && held().length === 1, 'the last to be said')
    expect(said()).toEqual(['first', 'last'])
    expect(held()).toMatchObject([{ direction: 'in', type: 'say', text: '{"type":"say","what":"hold"}' }])
    await session.releaseMessage(1, '{"type":"say","what":"edited"}')
    await until(() => said().includes('edited'), 'the edited one to be said')
    expect(held()).toEqual([])
    await until(() => bench.rows(caller.sessionId, 'message').length >= 8, 'all rows')
    const texts = bench
      .rows(caller.sessionId, 'message')
      .map(({ direction, summary }) => `${direction} ${summary}`)
    expect(texts.filter((text) => text.startsWith('in'))).toEqual(
      ['first', 'hold', 'secret', 'last', 'edited'].map((what) => `in {"type":"say","what":"${what}"}`),
    )
    expect(texts).toContain('out {"type":"said","what":"secret"}')
    await expect(
      session.setMessageRules([rule('in', 'nosuchfield:1', { do: 'drop' })]),
    ).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})
