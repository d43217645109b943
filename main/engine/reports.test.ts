import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../contract/findings'
import type { RowKind } from '../../contract/journal'
import type { JsonValue } from '../../contract/json'
import type { TurnEvent } from '../../contract/turns'
import { type Bench, type Caller, startBench, until } from './testing/bench-driver'
import { puppetHandler, takesTurns } from './testing/puppet-handler'

const finding: Finding = {
  rule: 'emit-rate',
  message: 'It emits too fast.',
  hint: 'Emit less.',
  position: { file: '/a.ts', line: 3, column: 1 },
}
const lastFinding = { ...finding, rule: 'left-running', message: 'A timer goes on.' } as const

const files = {
  'turns.ts': puppetHandler({ turns: takesTurns }),
  'plain.ts': puppetHandler({}),
  'speech-only.ts': puppetHandler({ turns: { ...takesTurns, typedText: false } }),
  'listens.ts': puppetHandler({ turns: takesTurns, stream: { mode: 'send' } }),
  'finds.ts': puppetHandler({
    findings: [finding],
    members: `async shutdown() { post({ type: 'finding', finding: ${JSON.stringify(lastFinding)} }) }`,
  }),
}

describe('the reports of a handler', () => {
  let bench: Bench
  const callers: Caller[] = []

  /** A call in which the client says what is reported. */
  async function call(handlerId: string) {
    const caller = await bench.call(handlerId)
    callers.push(caller)
    const { sessionId, client } = caller
    return {
      caller,
      sessionId,
      report: (report: { readonly [key: string]: JsonValue | object }) =>
        client.channel.send(JSON.stringify(report)),
      answers: () => client.messages.map((text) => JSON.parse(String(text)) as unknown),
      rows: async (kind: RowKind) => (await bench.rows(sessionId)).filter((row) => row.kind === kind),
      request: (text: string | null) => bench.engine.request('session.trigger', { sessionId, text }),
    }
  }

  beforeAll(async () => {
    bench = await startBench(files)
    await Promise.all(Object.keys(files).map((id) => bench.whenReady(id)))
  })
  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
  })
  afterAll(() => bench.stop())

  it('make a turn a row at the time when it happened, and an event', async () => {
    const { report, rows, sessionId } = await call('turns.ts')
    const event: TurnEvent = { name: 'started_talking', at: 123.5, soundAt: 80, detail: null }
    report({ type: 'turn', event })
    await until(() => bench.told('session.turn').length > 0, 'the event')
    expect(bench.told('session.turn')).toEqual([{ sessionId, event }])
    expect(await rows('turn')).toMatchObject([
      { type: 'started_talking', atUs: 123_500, summary: 'started talking (sound at 0.080 s)' },
    ])
  })

  it('make speech an event, and no row', async () => {
    const { report, sessionId } = await call('turns.ts')
    // Packets, calls and states of the connection pass all the time.
    const spoken = () =>
      bench.rows(sessionId, ['message', 'turn', 'console', 'error', 'output', 'input', 'finding'])
    const before = await spoken()
    report({ type: 'speech', from: 32, step: 32, probabilities: [0.1, 0.9] })
    await until(() => bench.told('session.speech').length > 0, 'the event')
    expect(bench.told('session.speech')).toEqual([
      { sessionId, from: 32, step: 32, probabilities: [0.1, 0.9] },
    ])
    expect(await spoken()).toHaveLength(before.length + 1)
  })

  it('make a finding a row once in a session', async () => {
    const { report, rows, answers } = await call('finds.ts')
    for (let n = 0; n < 3; n += 1) report({ type: 'finding', finding })
    report({ type: 'message', text: '"done"', ack: null })
    await until(() => answers().length > 0, 'the last report')
    const { rule: type, position } = finding
    expect(await rows('finding')).toMatchObject([
      { type, position, summary: 'It emits too fast.\nEmit less.' },
    ])
  })

  it('make a finding a row that is the last word of an instance whose place is taken', async () => {
    const { rows } = await call('finds.ts')
    bench.write('finds.ts', `${files['finds.ts']}console.log('new')`)
    await bench.whenReady('finds.ts', 2)
    let found: readonly unknown[] = []
    await until(() => {
      void rows('finding').then((now) => {
        found = now
      })
      return found.length > 0
    }, 'the last words')
    expect(found).toMatchObject([{ type: 'left-running' }])
  })

  it('show what the probe found in the list, until the file is broken', async () => {
    expect(bench.handler('finds.ts')?.findings).toEqual([finding])
    expect(bench.handler('plain.ts')?.findings).toEqual([])
    bench.write('finds.ts', 'export default class {')
    await bench.whenBroken('finds.ts')
    expect(bench.handler('finds.ts')?.findings).toEqual([])
  })

  describe('of audio', () => {
    it('are counted as played when the last block has gone out', async () => {
      const { report, answers, caller } = await call('turns.ts')
      report({ type: 'audio', ms: 300 })
      report({ type: 'audio', ms: 300 })
      await until(() => answers().length > 0, 'the count')
      expect(answers()).toEqual([{ type: 'played', count: 2 }])
      expect(caller.loudPackets().filter(Boolean).length).toBeGreaterThanOrEqual(30)
    })

    it('are counted when they are dropped or refused', async () => {
      const { report, answers } = await call('turns.ts')
      report({ type: 'audio', ms: 10_000 })
      report({ type: 'clear-queue', turn: 1 })
      await until(() => answers().length === 1, 'the first count')
      report({ type: 'audio', ms: 10_000, turn: 0 })
      await until(() => answers().length === 2, 'the second count')
      expect(answers()).toEqual([
        { type: 'played', count: 1 },
        { type: 'played', count: 2 },
      ])
    })

    it('are counted from 0 for the instance that takes over', async () => {
      const { report, answers, sessionId } = await call('turns.ts')
      report({ type: 'audio', ms: 40 })
      await until(() => answers().length === 1, 'the first count')
      report({ type: 'audio', ms: 5000 })
      bench.write('turns.ts', `${files['turns.ts']}console.log('new')`)
      await until(() => bench.session(sessionId)?.handlerVersion === 2, 'the new version')
      report({ type: 'audio', ms: 40 })
      await until(() => answers().length === 2, 'the second count')
      expect(answers()).toEqual([
        { type: 'played', count: 1 },
        { type: 'played', count: 1 },
      ])
    })

    it('are counted at once where no sound goes out', async () => {
      const { report, answers } = await call('listens.ts')
      report({ type: 'audio', ms: 10_000 })
      report({ type: 'audio', ms: 10_000 })
      await until(() => answers().length === 2, 'both counts')
      expect(answers()).toEqual([
        { type: 'played', count: 1 },
        { type: 'played', count: 2 },
      ])
    })

    it('are counted for nobody who takes no turns', async () => {
      const { report, answers, caller } = await call('plain.ts')
      report({ type: 'audio', ms: 100 })
      await until(() => caller.loudness(1000) > 0.01, 'the sound')
      report({ type: 'message', text: '"done"', ack: null })
      await until(() => answers().includes('done'), 'the message')
      expect(answers()).toEqual(['done'])
    })

    it('stop within 60 ms when the queue is cleared, however much of it is waiting', async () => {
      const { report, caller } = await call('turns.ts')
      const { received } = caller.client
      const event: TurnEvent = { name: 'interrupted', at: 0, soundAt: null, detail: null }
      for (const turn of [1, 2, 3]) {
        report({ type: 'audio', ms: 10_000, turn: turn - 1 })
        await until(() => caller.loudness(1000) > 0.2, 'the sound')
        const before = bench.told('session.turn').length
        // Comes to the engine just before: the mark from which on nothing more is to be heard.
        report({ type: 'turn', event })
        report({ type: 'clear-queue', turn })
        await until(() => bench.told('session.turn').length > before, 'the mark')
        const marked = received.audio.length
        await until(() => received.audio.length > marked + 20, 'packets after it')
        const loud = caller.loudPackets()
        // In packets of 20 ms, not by a watch: the machine may be busy.
        const heardAfter = loud.lastIndexOf(true) + 1 - marked
        expect(heardAfter).toBeGreaterThan(-5)
        expect(heardAfter).toBeLessThanOrEqual(3)
      }
    })
  })

  it('are asked for a reply, with a text or without', async () => {
    const { request, answers, rows } = await call('turns.ts')
    await request('how are you?')
    await request(null)
    await until(() => answers().length === 2, 'both')
    expect(answers()).toEqual([
      { type: 'trigger', text: 'how are you?' },
      { type: 'trigger', text: null },
    ])
    expect(await rows('input')).toMatchObject([
      { direction: 'in', type: 'text', summary: 'how are you?' },
      { direction: 'in', type: 'trigger', summary: 'asked for a reply' },
    ])
  })

  it('are not asked for a reply that cannot come', async () => {
    const plain = await call('plain.ts')
    const refusal = { code: 'invalid', hint: expect.any(String) }
    await expect(plain.request(null)).rejects.toMatchObject(refusal)
    const speechOnly = await call('speech-only.ts')
    await expect(speechOnly.request('hello')).rejects.toMatchObject(refusal)
    await speechOnly.request(null)
    expect(await speechOnly.rows('input')).toHaveLength(1)
    await bench.engine.request('session.close', { sessionId: speechOnly.sessionId })
    await expect(speechOnly.request(null)).rejects.toMatchObject({ code: 'closed' })
  })

  it('of outputs are rows, tell the client, and can be fetched once', async () => {
    const { report, answers, rows, sessionId } = await call('plain.ts')
    const fetch = (limit: number) => bench.engine.request('outputs.fetch', { sessionId, limit })
    for (let n = 0; n < 3; n += 1) report({ type: 'outputs', values: [n, { text: 'a' }] })
    await until(() => answers().length === 3, 'three messages')
    expect(answers()).toEqual(Array(3).fill({ type: 'fetch_output', data: [] }))
    expect((await rows('output')).map((row) => row.summary)).toEqual(
      [0, 1, 2].map((n) => `[${n},{"text":"a"}]`),
    )
    expect(await fetch(2)).toEqual({ outputs: [0, 1].map((n) => [n, { text: 'a' }]), dropped: 0 })
    expect(await fetch(1000)).toEqual({ outputs: [[2, { text: 'a' }]], dropped: 0 })
  })
})
