import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { HostReport } from '../../../contract/host'
import { standardLimits } from '../../../contract/limits'
import type { HandlerHost, HostExit } from './handler-host'
import { createHandlerThread } from './handler-thread'
import { countThreads } from './testing/count-threads'

const hostScript = fileURLToPath(new URL('testing/stand-in-host.mjs', import.meta.url))
const hosts: HandlerHost[] = []

function start(script = hostScript, limits = standardLimits): HandlerHost {
  const host = createHandlerThread({ hostScript: script, limits })
  hosts.push(host)
  return host
}

function report<T extends HostReport['type']>(host: HandlerHost, type: T) {
  return new Promise<Extract<HostReport, { type: T }>>((resolve) => {
    const stop = host.onReport((found) => {
      if (found.type !== type) return
      stop()
      resolve(found as Extract<HostReport, { type: T }>)
    })
  })
}

const exit = (host: HandlerHost) => new Promise<HostExit>((resolve) => void host.onExit(resolve))
const load = (host: HandlerHost, code: string) => host.post({ type: 'load', file: 'a.ts', code })

/** A thread that is stuck in the middle of `code` says so just before. */
async function stuck(code: string): Promise<HandlerHost> {
  const host = start()
  const busy = report(host, 'started')
  load(host, `means.say({ type: 'started' }); ${code}`)
  await busy
  return host
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close('test over', 0)))
  expect(countThreads()).toBe(0)
})

describe('a handler thread', () => {
  it('answers commands with reports', async () => {
    const host = start()
    const loaded = report(host, 'loaded')
    load(host, '')
    expect((await loaded).manifest.title).toBe('a.ts')
  })

  it('gives every host an id of its own', () => {
    expect(new Set([start().id, start().id, start().id]).size).toBe(3)
  })

  it('transfers the buffers it is told to', async () => {
    const host = start()
    load(host, 'return { audio: (c) => means.say({ type: "outputs", values: [c.samples.length] }) }')
    const outputs = report(host, 'outputs')
    const samples = new Int16Array(960)
    host.post({ type: 'audio', samples, channels: 1, arrivedAt: 0 }, [samples.buffer])
    expect(samples.length).toBe(0)
    expect((await outputs).values).toEqual([960])
  })

  it('knows how many frames the host has not taken yet', async () => {
    const host = await stuck('means.waitForCommand()')
    const unstuck = report(host, 'loaded')
    const post = () => host.post({ type: 'audio', samples: new Int16Array(2), channels: 1, arrivedAt: 0 })
    post()
    post()
    expect(host.inFlight()).toEqual({ audio: 2, video: 0, messages: 0 })
    host.post({ type: 'inputs', values: {} })
    await unstuck
    const loaded = report(host, 'loaded')
    load(host, '')
    await loaded
    expect(host.inFlight()).toEqual({ audio: 0, video: 0, messages: 0 })
  })

  it('lets a blocked sendMessageSync go on when its slot is acknowledged', async () => {
    const host = start()
    const loaded = report(host, 'loaded')
    const message = report(host, 'message')
    load(host, 'means.sendMessageSync("hello", 7)')
    expect(await message).toMatchObject({ text: 'hello', ack: 7 })
    host.acknowledge(7)
    await loaded
  })

  it('reaches a blocked handler with new inputs', async () => {
    const host = await stuck('means.say({ type: "outputs", values: [means.waitForCommand()] })')
    const outputs = report(host, 'outputs')
    host.post({ type: 'inputs', values: { gain: 2 } })
    expect((await outputs).values).toEqual([{ type: 'inputs', values: { gain: 2 } }])
  })

  it('reaches a blocked handler with the end of its session', async () => {
    const host = await stuck('means.waitForCommand()')
    const started = performance.now()
    await host.close('over', 5000)
    expect(performance.now() - started).toBeLessThan(2500)
  })

  it('passes on what the handler writes to stdout and stderr, line by line', async () => {
    const host = start()
    const lines: string[] = []
    host.onReport((found) => found.type === 'console' && lines.push(`${found.level} ${found.text}`))
    const gone = exit(host)
    load(host, 'process.stdout.write("one\\ntwo\\nthr"); process.stderr.write("bad\\n"); process.exit(0)')
    await gone
    expect(lines.filter((line) => line.startsWith('log'))).toEqual(['log one', 'log two', 'log thr'])
    expect(lines).toContain('error bad')
  })
})

describe('closing a handler thread', () => {
  it('gives the handler time to shut down', async () => {
    const host = start()
    const said: unknown[] = []
    host.onReport((found) => said.push(found.type))
    load(host, 'return { close: () => means.say({ type: "clear-queue", turn: 1 }) }')
    const gone = exit(host)
    await host.close('over')
    expect(said).toContain('clear-queue')
    expect(said).toContain('closed')
    expect(await gone).toEqual({ expected: true, cause: 'asked', error: null })
  })

  it('ends an endless loop soon after the grace time', async () => {
    const host = await stuck('for (;;);')
    const gone = exit(host)
    expect(countThreads()).toBe(1)
    const started = performance.now()
    await host.close('over', 100)
    const took = performance.now() - started
    expect(took).toBeGreaterThanOrEqual(99)
    expect(took).toBeLessThan(1500)
    expect(await gone).toEqual({ expected: true, cause: 'asked', error: null })
  })

  it('is one closing however often it is asked for', async () => {
    const host = start()
    const exits: HostExit[] = []
    host.onExit((how) => exits.push(how))
    await Promise.all([host.close('a'), host.close('b', 0), host.close('c')])
    await host.close('d')
    expect(exits).toHaveLength(1)
  })

  it('ignores and counts commands that come too late', async () => {
    const host = start()
    const closed = host.close('over', 0)
    load(host, '')
    await closed
    load(host, '')
    host.acknowledge(1)
    expect(host.ignoredCommands).toBe(2)
  })

  it('tells late listeners of the exit too', async () => {
    const host = start()
    await host.close('over', 0)
    expect(await exit(host)).toEqual({ expected: true, cause: 'asked', error: null })
  })
})

describe('a handler thread that ends by itself', () => {
  it('says that process.exit was called', async () => {
    const host = start()
    const gone = exit(host)
    load(host, 'process.exit(3)')
    expect(await gone).toMatchObject({ expected: false, error: { code: 'handler' } })
    expect((await exit(host)).error?.message).toContain('process.exit(3)')
  })

  it('says what was thrown', async () => {
    const host = start()
    const gone = exit(host)
    load(host, 'setTimeout(() => { throw new TypeError("no such thing") })')
    const { error } = await gone
    expect(error?.message).toContain('no such thing')
    expect(error?.stack).toContain('TypeError')
  })

  it('says that the memory ran out', async () => {
    const host = start(hostScript, { ...standardLimits, heapLimitMb: 32 })
    const gone = exit(host)
    load(host, 'const a = []; for (;;) a.push(new Array(1000).fill({ x: 1 }))')
    expect((await gone).error).toMatchObject({ code: 'limit' })
  })

  it('says that the host program could not start', async () => {
    const { error } = await exit(start(`${hostScript}.missing`))
    expect(error).toMatchObject({ code: 'unavailable' })
    expect(error?.message).toContain('could not start')
  })
})
