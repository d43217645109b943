import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, type Caller, type CallOptions, startBench, until } from './testing/bench-driver'
import { puppetHandler } from './testing/puppet-handler'

const tone = '[48000, new Int16Array(24000).map((_, n) => 8000 * Math.sin((2 * Math.PI * n) / 48))] as const'

const ending = (mode: string, member: string) => `import { AsyncStreamHandler, CloseStream } from 'soundcheck'
abstract class Quiet extends AsyncStreamHandler {
  async receive() {}
  async emit(): Promise<any> { return null }
}
export const stream = { mode: '${mode}' }
export default class Ending extends Quiet {
  ${member}
}
`

const files = {
  'natural.ts': puppetHandler({}),
  'message.ts': ending('send-receive', `async emit() { return [${tone}, new CloseStream('good bye')] }`),
  'sent.ts': ending('send', `async emit() { return [${tone}, new CloseStream('heard')] }`),
  'video.ts': puppetHandler({ stream: { modality: 'video', mode: 'receive' } }),
  'shutdown.ts': ending('send-receive', "async shutdown() { await this.sendMessage('last words') }"),
}

describe('the end that a handler gives its stream', () => {
  let bench: Bench
  const callers: Caller[] = []
  async function call(handlerId: string, options: CallOptions = {}): Promise<Caller> {
    const caller = await bench.call(handlerId, options)
    callers.push(caller)
    return caller
  }
  const session = (caller: Caller) => bench.session(caller.sessionId)
  const ended = (caller: Caller) => until(() => session(caller)?.status === 'closed', 'the end')
  const endOf = (message: string) => [JSON.stringify({ type: 'end_stream', data: message })]

  beforeAll(async () => {
    bench = await startBench(files)
    await Promise.all(Object.keys(files).map((id) => bench.whenReady(id)))
  })
  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
  })
  afterAll(() => bench.stop())

  it('comes after all that was emitted, without a message when it is the natural one', async () => {
    const caller = await call('natural.ts')
    caller.client.channel.send('{"type":"audio","ms":600}')
    caller.client.channel.send('{"type":"close-stream","message":null}')
    await ended(caller)
    expect(session(caller)?.reason).toBe("the handler's stream is finished")
    expect(caller.client.messages).toEqual([])
    expect(caller.loudPackets().filter(Boolean).length).toBeGreaterThanOrEqual(30)
  })

  it('is told to the client after the sound that was emitted with it, and before the connection goes', async () => {
    const caller = await call('message.ts')
    await until(() => caller.client.channel.readyState === 'closed', 'the end of the connection')
    expect(caller.client.messages).toEqual(endOf('good bye'))
    expect(caller.loudPackets().filter(Boolean).length).toBeGreaterThanOrEqual(25)
    await ended(caller)
    expect(session(caller)?.reason).toBe('the handler ended the stream: good bye')
  })

  it('comes at once where no sound goes out', async () => {
    const caller = await call('sent.ts', { direction: 'sendonly' })
    await ended(caller)
    expect(caller.client.messages).toEqual(endOf('heard'))
    expect(caller.client.received.audio).toEqual([])
  })

  it('comes after the last picture', async () => {
    const caller = await call('video.ts', { audio: false, video: true, direction: 'recvonly' })
    // At 30 a second two may go at once, and the last one waits for its time.
    for (const level of [40, 80, 200]) caller.client.channel.send(JSON.stringify({ type: 'video', level }))
    caller.client.channel.send('{"type":"close-stream","message":"seen"}')
    await ended(caller)
    expect(caller.client.messages).toEqual(endOf('seen'))
    expect(caller.seen()?.data[0]).toBeGreaterThan(180)
  })

  it('lets what is said in shutdown reach the client', async () => {
    const caller = await call('shutdown.ts')
    await until(() => session(caller)?.status === 'live', 'the call')
    await bench.engine.request('session.close', { sessionId: caller.sessionId })
    expect(caller.client.messages).toEqual(['last words'])
  })
})
