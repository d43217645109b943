import { deserialize, serialize } from 'node:v8'
import { afterEach, describe, expect, it } from 'vitest'
import { TestHost } from './testing/run-host'

let host: TestHost
afterEach(() => host.stop())

async function load(members: string): Promise<void> {
  host = await TestHost.start()
  await host.load(`import { AsyncStreamHandler, waitForItem, AsyncQueue } from 'soundcheck'
export default class Mine extends AsyncStreamHandler {
  async receive() {}
  async emit() { return null }
  ${members}
}`)
}

async function exported(): Promise<unknown> {
  host.post({ type: 'export-state' })
  const { state, error } = await host.next('state')
  if (error) throw Object.assign(new Error(error.message), { wire: error })
  return state === null ? null : deserialize(state)
}

const block = () => new Int16Array(960)

describe('the state of a handler', () => {
  it('is exported with its maps and typed arrays', async () => {
    await load(`exportState() { return { names: new Map([['a', 1]]), sound: new Float32Array([0.5, -1]) } }`)
    await host.begin()
    expect(await exported()).toEqual({ names: new Map([['a', 1]]), sound: new Float32Array([0.5, -1]) })
  })

  it('is none when the handler does not export any', async () => {
    await load('')
    await host.begin()
    expect(await exported()).toBeNull()
  })

  it('is exported after the messages before it, also those that take their time', async () => {
    await load(`count = 0
      async onMessage() { await new Promise((resolve) => setTimeout(resolve, 20)); this.count += 1 }
      exportState() { return this.count }`)
    await host.begin()
    for (let n = 0; n < 7; n += 1) host.post({ type: 'message', message: n })
    expect(await exported()).toBe(7)
  })

  it('is exported after all the sound that has come in', async () => {
    await load(`count = 0
      async receive() { await new Promise((resolve) => setTimeout(resolve, 1)); this.count += 1 }
      exportState() { return this.count }`)
    await host.begin()
    for (let n = 0; n < 9; n += 1) host.audio(block())
    expect(await exported()).toBe(9)
  })

  it('stands still until it is told to resume, and then goes on with what has come since', async () => {
    await load(`count = 0; queue = new AsyncQueue()
      async receive(frame) { this.count += 1; this.queue.put(frame) }
      async emit() { return await waitForItem(this.queue) }
      async onMessage() { this.count += 100; await this.sendMessage('got it') }
      exportState() { return this.count }`)
    await host.begin()
    host.audio(block())
    expect(await exported()).toBe(1)
    expect(host.all('audio')).toHaveLength(1)
    host.audio(block())
    host.post({ type: 'message', message: 'later' })
    host.post({ type: 'export-state' })
    await host.until(() => host.all('state').length === 2, 'a second state')
    expect(deserialize(host.all('state')[1]?.state ?? serialize(null))).toBe(1)
    expect(host.all('message')).toEqual([])
    host.post({ type: 'resume' })
    await host.next('message')
    await host.until(() => host.all('audio').length === 2, 'the second block')
  })

  it('that cannot be copied is an error that says what to leave out', async () => {
    await load('exportState() { return { work: () => 1 } }')
    await host.begin()
    host.post({ type: 'export-state' })
    const { state, error } = await host.next('state')
    expect(state).toBeNull()
    expect(error).toMatchObject({ code: 'handler', position: { file: '/handlers/test-handler.ts', line: 5 } })
    expect(error?.message).toContain('could not be cloned')
    expect(error?.hint).toContain('leave out functions')
  })

  it('that is too large is an error that says how large it is', async () => {
    await load('exportState() { return new Uint8Array(65 * 1024 * 1024) }')
    await host.begin()
    await expect(exported()).rejects.toThrow('exportState gave 65.0 MB; at most 64 MB are carried over')
  })

  it('whose export throws is the error that was thrown', async () => {
    await load(`exportState() { throw new Error('not now') }`)
    await host.begin()
    await expect(exported()).rejects.toThrow('not now')
  })

  it('is not exported while a call goes on and on, and the error names it', async () => {
    await load(`async onMessage() { await new Promise(() => undefined) } exportState() { return 1 }`)
    await host.begin()
    host.post({ type: 'message', message: 'never done' })
    await expect(exported()).rejects.toThrow('onMessage() was still running 1 s after')
  })
})

describe('a handler that is given a state', () => {
  it('has it before startUp', async () => {
    await load(
      `async importState(state) { await null; this.state = state } startUp() { console.log([...this.state][0]) }`,
    )
    host.open()
    host.post({ type: 'import-state', state: serialize(new Map([['a', 1]])) })
    await host.next('state-imported')
    host.post({ type: 'channel-opened' })
    expect((await host.next('console')).text).toBe("[ 'a', 1 ]")
  })

  it('may refuse it', async () => {
    await load(`importState() { throw new Error('of another shape') }`)
    host.open()
    host.post({ type: 'import-state', state: serialize(1) })
    expect((await host.next('import-failed')).error).toMatchObject({
      message: 'of another shape',
      position: { line: 5 },
    })
  })

  it('is warned about when it does not take any', async () => {
    await load('')
    host.open()
    host.post({ type: 'import-state', state: serialize(1) })
    await host.next('state-imported')
    expect(host.all('console')).toMatchObject([
      { level: 'warn', text: expect.stringContaining('Mine has no importState'), position: { line: 2 } },
    ])
  })
})
