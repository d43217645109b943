import { afterEach, describe, expect, it } from 'vitest'
import { TestHost } from './testing/run-host'

let host: TestHost
afterEach(() => host.stop())

async function run(base: string, members: string, head = ''): Promise<void> {
  host = await TestHost.start()
  await host.load(`import * as kit from 'soundcheck'
${head}
export default class Mine extends kit.${base} {
  ${members}
}`)
  await host.begin()
}

const block = (): Int16Array<ArrayBuffer> => new Int16Array(960)
const idle = 'async receive() {} async emit() { return null }'
const texts = (): unknown[] => host.all('message').map(({ text }) => JSON.parse(text))

describe("an exception in an author's method", () => {
  it('is a fault with its place in the file and an error message to the client, and the loop goes on', async () => {
    await run(
      'AsyncStreamHandler',
      `n = 0
  async receive() {
    if (this.n++ === 0) {
      throw new Error('no such voice')
    }
    console.log('goes on')
  }
  async emit() { return null }`,
    )
    host.audio(block())
    host.audio(block())
    await host.next('console', ({ text }) => text === 'goes on')
    expect(host.all('fault')).toMatchObject([
      {
        method: 'receive',
        error: {
          code: 'handler',
          message: 'no such voice',
          position: { file: '/handlers/test-handler.ts', line: 7, column: 13 },
        },
      },
    ])
    expect(texts()).toEqual([{ type: 'error', data: 'no such voice', message: 'no such voice' }])
  })

  it.each([
    ['startUp', `async startUp() { throw new Error('x') } ${idle}`],
    [
      'emit',
      "async receive() {} n = 0; async emit() { if (this.n++ === 0) throw new Error('x'); return null }",
    ],
    ['onMessage', `async onMessage() { throw new Error('x') } ${idle}`],
    [
      'background',
      `startUp() { setTimeout(() => { throw new Error('x') }, 1); return Promise.resolve() } ${idle}`,
    ],
    ['background', `async startUp() { void Promise.reject(new Error('x')) } ${idle}`],
    ['background', `async startUp() { this.loop.createTask(async () => { throw new Error('x') }) } ${idle}`],
    ['background', `async startUp() { this.loop.callLater(1, () => { throw new Error('x') }) } ${idle}`],
    ['background', `setChannel() { throw new Error('x') } ${idle}`],
  ])('is reported of %s, and the instance lives on', async (method, members) => {
    await run('AsyncStreamHandler', members)
    host.post({ type: 'message', message: 'hello' })
    const fault = await host.next('fault')
    expect(fault).toMatchObject({ method, error: { message: 'x', position: { line: 4 } } })
    await host.close()
    expect(texts()).toContainEqual({ type: 'error', data: 'x', message: 'x' })
  })

  it.each(['shutdown', 'reset'])('in %s does not keep the session from closing', async (method) => {
    await run('AsyncStreamHandler', `${method}() { throw new Error('x') } ${idle}`)
    await host.close()
    expect(host.all('fault')).toMatchObject([{ method, error: { message: 'x' } }])
  })

  it('carries what caused it', async () => {
    await run(
      'AsyncStreamHandler',
      `async startUp() { throw new Error('outer', { cause: new Error('inner') }) } ${idle}`,
    )
    expect((await host.next('fault')).error.stack).toMatch(/Error: outer[\s\S]*Caused by: Error: inner/)
  })

  it('with a message that no channel could carry is told to the client in part', async () => {
    await run('AsyncStreamHandler', `async startUp() { throw new Error('x'.repeat(300_000)) } ${idle}`)
    expect((await host.next('fault')).error.message).toHaveLength(300_000)
    const { text } = await host.next('message')
    expect(JSON.parse(text).data).toBe('x'.repeat(4000))
  })

  it('may be no Error at all', async () => {
    await run('AsyncStreamHandler', `async startUp() { throw 'just text' } ${idle}`)
    expect((await host.next('fault')).error.message).toBe('just text')
  })

  it('five times in a row makes the host give the instance up', async () => {
    await run('AsyncStreamHandler', "async receive() {} async emit() { throw new Error('broken') }")
    expect((await host.next('gave-up')).error.message).toBe('broken')
    host.audio(block())
    await host.close()
    expect(host.all('fault')).toHaveLength(5)
    expect(host.all('gave-up')).toHaveLength(1)
  })

  it('is not told by the thousand', async () => {
    await run(
      'AsyncStreamHandler',
      `async startUp() { for (let n = 0; n < 1000; n++) this.loop.createTask(Promise.reject(new Error('x'))) } ${idle}`,
    )
    await host.next('fault', ({ error }) => error.message.includes('more faults left out'))
    expect(host.all('fault').length).toBeLessThan(30)
  })
})

describe('a value that emit must not return', () => {
  it('is reported with what was expected, at the method that returned it', async () => {
    await run(
      'StreamHandler',
      "n = 0\n  receive() {}\n  emit() { return this.n++ === 0 ? ['a', 'b', 'c'] : null }",
    )
    const { error, method } = await host.next('fault')
    expect(method).toBe('emit')
    expect(error.message).toMatch(
      /^Mine\.emit returned an array of strings; expected \[sampleRate, Int16Array/,
    )
    expect(error.position).toEqual({ file: '/handlers/test-handler.ts', line: 6, column: 3 })
  })

  it('is a promise, in a synchronous handler', async () => {
    await run('StreamHandler', "receive() {} async emit() { throw new Error('not seen') }")
    const { error } = await host.next('fault')
    expect(error.message).toBe('Mine.emit returned a Promise, but the handler is a synchronous one')
    expect(error.hint).toContain('Extend AsyncStreamHandler')
    await host.next('gave-up')
    expect(host.all('fault').every(({ method }) => method === 'emit')).toBe(true)
  })

  it('is a picture of the wrong length', async () => {
    await run(
      'AsyncAudioVideoStreamHandler',
      `${idle} async videoReceive() {}
  async videoEmit() { return new kit.VideoFrame({ width: 2, height: 2, format: 'rgb24', data: new Uint8Array(3) }) }`,
    )
    const { method, error } = await host.next('fault')
    expect([method, error.message]).toEqual([
      'videoEmit',
      'A VideoFrame of 2 x 2 in rgb24 has 12 bytes, not 3',
    ])
    expect(error.position).toMatchObject({ line: 5 })
  })
})

describe('messages to the client', () => {
  it('are sent once for a WebRTCError that is thrown, and for one that is only made', async () => {
    await run(
      'AsyncStreamHandler',
      `async startUp() { new kit.WebRTCError('made'); throw new kit.WebRTCError('thrown') } ${idle}`,
    )
    await host.next('fault')
    await host.close()
    expect(texts()).toEqual([
      { type: 'error', data: 'made', message: 'made' },
      { type: 'error', data: 'thrown', message: 'thrown' },
    ])
  })

  it('are sent by warning', async () => {
    await run('AsyncStreamHandler', `async startUp() { kit.warning('careful') } ${idle}`)
    await host.next('message')
    expect(texts()).toEqual([{ type: 'warning', data: 'careful', message: 'careful' }])
  })
})

describe('the guard', () => {
  it('tells of process.exit before the thread ends', async () => {
    await run('AsyncStreamHandler', `async onMessage() { process.exit(3) } ${idle}`)
    host.post({ type: 'message', message: 'go' })
    expect(await host.exited()).toBe(3)
    const { error } = await host.next('fault')
    expect(error.message).toBe('The handler called process.exit(3), which ends its thread')
    expect(error.position).toMatchObject({ line: 4 })
  })
})

describe('the console', () => {
  it('is reported by level, with the place of the call', async () => {
    await run(
      'AsyncStreamHandler',
      `async startUp() {
    console.debug('a', 1)
    console.info({ b: [new Map([['c', 2]])] })
    console.warn('%s has %d', 'x', 3)
    console.error(new Error('in words'))
    console.table([{ d: 4 }])
  }
  ${idle}`,
    )
    await host.next('console', ({ text }) => text.includes('│'))
    const lines = host.all('console')
    expect(lines.map(({ level }) => level)).toEqual(['debug', 'info', 'warn', 'error', 'log'])
    expect(lines.map(({ text }) => text).slice(0, 3)).toEqual([
      'a 1',
      "{ b: [ Map(1) { 'c' => 2 } ] }",
      'x has 3',
    ])
    expect(lines[3]?.text).toContain('/handlers/test-handler.ts:8')
    expect(lines.map(({ position }) => position?.line)).toEqual([5, 6, 7, 8, 9])
    expect(lines[0]?.position?.file).toBe('/handlers/test-handler.ts')
  })

  it('is cut where a line is too long, and says so', async () => {
    await run('AsyncStreamHandler', `async startUp() { console.log('x'.repeat(20000)) } ${idle}`)
    const { text } = await host.next('console')
    expect(text).toMatch(/^x{16384}… \(3616 characters left out\)$/)
  })

  it('leaves lines out when there are too many, and says how many', async () => {
    await run(
      'AsyncStreamHandler',
      `async startUp() { for (let n = 0; n < 5000; n++) console.log(n) } ${idle}`,
    )
    const { text, level } = await host.next('console', (line) => line.text.includes('left out'))
    expect([text, level]).toEqual(['… 4500 lines left out', 'warn'])
    expect(host.all('console')).toHaveLength(501)
  })
})
