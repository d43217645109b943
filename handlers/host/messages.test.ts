import { afterEach, describe, expect, it } from 'vitest'
import { TestHost } from './testing/run-host'

let host: TestHost
afterEach(() => host.stop())

async function load(base: string, members: string, head = ''): Promise<void> {
  host = await TestHost.start()
  await host.load(`import { ${base}, z, createMessage, getCurrentContext } from 'soundcheck'
${head}
export default class Mine extends ${base} { ${members} }`)
}

const idle = 'async receive() {} async emit() { return null }'
const withInputs = `export const stream = { inputs: z.object({
  gain: z.number().max(4).default(1), voice: z.enum(['low', 'high']).default('low') }) }`
const required = 'export const stream = { inputs: z.object({ key: z.string() }) }'
const lines = (): string[] => host.all('console').map(({ text }) => text)

describe('messages', () => {
  it('reach onMessage in their order, and answers go back', async () => {
    await load(
      'AsyncStreamHandler',
      `async onMessage(message) { await this.sendMessage(JSON.stringify({ got: message, id: getCurrentContext().webrtcId })) } ${idle}`,
    )
    await host.begin()
    host.post({ type: 'message', message: { type: 'ping', data: [1] } })
    host.post({ type: 'message', message: 'plain text' })
    await host.until(() => host.all('message').length === 2, 'two answers')
    expect(host.all('message')).toEqual([
      { type: 'message', text: '{"got":{"type":"ping","data":[1]},"id":"test-session"}', ack: 1 },
      { type: 'message', text: '{"got":"plain text","id":"test-session"}', ack: 2 },
    ])
  })

  it('are not sent before there is a channel', async () => {
    await load(
      'AsyncStreamHandler',
      `copy() { const copy = new Mine(); void copy.sendMessage('early'); copy.sendMessageSync('early'); return copy } ${idle}`,
    )
    await host.begin()
    await host.close()
    expect(host.all('message')).toEqual([])
  })

  it('are refused when the channel could not take them', async () => {
    await load('AsyncStreamHandler', `async startUp() { await this.sendMessage('é'.repeat(131073)) } ${idle}`)
    await host.begin()
    expect((await host.next('fault')).error).toMatchObject({
      code: 'limit',
      message: 'A message of 262146 bytes; the channel takes 262144',
      position: { line: 3 },
    })
  })
})

describe('a flood of messages', () => {
  const flood = (loop: string) => `
    async startUp() { for (let n = 0; n < 3000; n += 1) { ${loop} } console.log('sent') }
    async receive() {} async emit() { return null }`

  it('keeps in step with the channel where each is awaited', async () => {
    await load('AsyncStreamHandler', flood('await this.sendMessage(String(n))'))
    host.acknowledges = false
    await host.begin()
    const sent = () => host.all('message').length
    await host.until(() => sent() === 33, 'the first messages')
    await host.next('counters')
    expect(sent()).toBe(33)
    host.acknowledge(20)
    await host.until(() => sent() === 53, 'as many more')
    host.acknowledges = true
    host.acknowledge(53)
    await host.next('console')
    expect(host.all('message').map(({ text }) => Number(text))).toEqual(
      Array.from({ length: 3000 }, (_, n) => n),
    )
  })

  it('is refused beyond 1000 where none is awaited', async () => {
    await load('AsyncStreamHandler', flood('this.channel.send(String(n))'))
    host.acknowledges = false
    await host.begin()
    const { error, method } = await host.next('fault')
    expect({ ...error, method }).toMatchObject({
      code: 'limit',
      method: 'startUp',
      hint: expect.stringContaining('Await'),
    })
    expect(host.all('message').length).toBe(1000)
    host.acknowledge(1000)
    await host.close()
  })
})

describe('sendMessageSync', () => {
  it('returns when the engine has acknowledged the message, not before', async () => {
    await load(
      'StreamHandler',
      "startUp() { this.sendMessageSync('one'); console.log('taken') } receive() {} emit() { return null }",
    )
    host.acknowledges = false
    host.open()
    await host.next('opened')
    host.post({ type: 'channel-opened' })
    const { ack } = await host.next('message')
    expect(lines()).toEqual([])
    host.acknowledge(ack ?? 0)
    expect((await host.next('console')).text).toBe('taken')
  })

  it('keeps a handler that sends many in step with the channel', async () => {
    await load(
      'StreamHandler',
      "startUp() { for (let n = 0; n < 100; n++) this.sendMessageSync(String(n)); console.log('done') } receive() {} emit() { return null }",
    )
    await host.begin()
    await host.next('console')
    expect(host.all('message').map(({ text }) => text)).toEqual(
      Array.from({ length: 100 }, (_, n) => String(n)),
    )
  })

  it('does not keep a session from closing', async () => {
    await load(
      'StreamHandler',
      "startUp() { this.sendMessageSync('one') } receive() {} emit() { return null } shutdown() { this.sendMessageSync('two'); console.log('shut down') }",
    )
    host.acknowledges = false
    host.open()
    host.post({ type: 'channel-opened' })
    await host.next('message')
    await host.close()
    expect(lines()).toEqual(['shut down'])
    expect(host.all('fault')).toEqual([])
  })
})

describe('inputs', () => {
  it('are there from the start with their defaults, or with what the session was opened with', async () => {
    const members = `async startUp() { console.log(JSON.stringify(this.latestArgs), this.argsSet.isSet()) } ${idle}`
    await load('AsyncStreamHandler', members, withInputs)
    await host.begin()
    expect((await host.next('console')).text).toBe('["__webrtc_value__",1,"low"] true')
    await host.stop()
    await load('AsyncStreamHandler', members, withInputs)
    await host.begin({ inputs: { voice: 'high', gone: 1 } })
    expect((await host.next('console')).text).toBe('["__webrtc_value__",1,"high"] true')
  })

  it('keep their defaults when the session was opened with bad ones', async () => {
    await load(
      'AsyncStreamHandler',
      `async startUp() { console.log(JSON.stringify(this.latestArgs)) } ${idle}`,
      withInputs,
    )
    await host.begin({ inputs: { gain: 99 } })
    expect((await host.next('console')).text).toBe('["__webrtc_value__",1,"low"]')
    expect((await host.next('fault')).error.message).toContain('Input "gain"')
  })

  it('change one by one, each once, and keep the old values when one is bad', async () => {
    await load(
      'AsyncStreamHandler',
      `setArgs(values) { super.setArgs(values); console.log(JSON.stringify(this.latestArgs)) } ${idle}`,
      withInputs,
    )
    await host.begin()
    host.post({ type: 'inputs', values: { gain: 2 } })
    host.post({ type: 'inputs', values: { gain: 'loud' } })
    host.post({ type: 'inputs', values: { voice: 'high' } })
    await host.until(() => lines().length === 3, 'three values')
    expect(lines()).toEqual(
      ['1,"low"', '2,"low"', '2,"high"'].map((values) => `["__webrtc_value__",${values}]`),
    )
    expect(host.all('fault')).toMatchObject([
      { method: 'background', error: { code: 'invalid', message: expect.stringContaining('Input "gain"') } },
    ])
  })

  it('may be any where none are declared', async () => {
    await load(
      'AsyncStreamHandler',
      `async startUp() { await this.waitForArgs(); console.log(JSON.stringify(this.latestArgs)) } ${idle}`,
    )
    await host.begin()
    expect((await host.next('message')).text).toBe('{"type":"send_input","data":[]}')
    host.post({ type: 'inputs', values: { b: 1, a: 'x' } })
    expect((await host.next('console')).text).toBe('["__webrtc_value__",1,"x"]')
  })
})

describe('waiting for inputs', () => {
  it('asks the client and goes on when they come', async () => {
    await load(
      'AsyncStreamHandler',
      `async startUp() { await this.waitForArgs(); console.log(this.latestArgs[1]) } ${idle}`,
      required,
    )
    await host.begin()
    expect((await host.next('message')).text).toBe('{"type":"send_input","data":[]}')
    host.post({ type: 'inputs', values: { key: 'abc' } })
    expect((await host.next('console')).text).toBe('abc')
    expect(host.all('fault')).toEqual([])
  })

  it('works from blocking code, too, and takes each value once', async () => {
    await load(
      'StreamHandler',
      `startUp() { this.waitForArgsSync(); console.log('go on', this.latestArgs[1]) }
       setArgs(values) { super.setArgs(values); console.log('set', values[0]) }
       receive() {} emit() { return null }`,
      required,
    )
    host.open()
    host.post({ type: 'channel-opened' })
    await host.next('message')
    host.post({ type: 'inputs', values: { key: 'first' } })
    await host.next('console', ({ text }) => text === 'go on first')
    host.post({ type: 'inputs', values: { key: 'second' } })
    await host.next('console', ({ text }) => text === 'set second')
    await host.close()
    expect(lines()).toEqual(['set first', 'go on first', 'set second'])
  })

  it('does not keep a session from closing', async () => {
    await load(
      'StreamHandler',
      "startUp() { this.waitForArgsSync() } receive() {} emit() { return null } shutdown() { console.log('shut down') }",
      required,
    )
    host.open()
    host.post({ type: 'channel-opened' })
    await host.next('message')
    await host.close()
    expect(lines()).toEqual(['shut down'])
  })

  it('is over at once in phone mode', async () => {
    await load(
      'AsyncStreamHandler',
      `async startUp() { await this.waitForArgs(); console.log('go on', this.phoneMode) } ${idle}`,
      required,
    )
    await host.begin({ phoneMode: true })
    expect((await host.next('console')).text).toBe('go on true')
    expect(host.all('message')).toEqual([])
  })
})
