import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { HostReport } from '../../../contract/host'
import { type HostLimits, standardLimits } from '../../../contract/limits'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'
import { compileSource } from '../../../handlers/host/testing/compile-handler'
import type { HandlerHost, HostExit } from './handler-host'
import { createHandlerThread } from './handler-thread'
import { loadHandler, openHandler } from './host-calls'
import { countThreads } from './testing/count-threads'

const file = '/handlers/test-handler.ts'
/** Of the line of `members` that is given first. */
const FIRST_LINE = 8

let hostScript = ''
const hosts: HandlerHost[] = []

beforeAll(async () => {
  hostScript = await buildHostBundle()
})
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close('test over', 0)))
  expect(countThreads()).toBe(0)
})

/** A handler with these members, its loops begun. */
async function running(members: string, limits: HostLimits = standardLimits): Promise<HandlerHost> {
  const host = createHandlerThread({ hostScript, limits })
  hosts.push(host)
  const source = `import { StreamHandler } from 'soundcheck'
interface Unused { readonly left: out }

export default class Tested extends StreamHandler {
  emit() { return null }
  copy() { return new Tested() }
  receive(frame: unknown): void {
${members}
  }
}`
  await loadHandler(host, await compileSource(source, file), 15_000)
  await openHandler(host, { webrtcId: 'w', inputs: {}, phoneMode: false, sessionTime: 0 }, 15_000)
  const started = report(host, 'started')
  host.post({ type: 'channel-opened' })
  await started
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
const speakTo = (host: HandlerHost) =>
  host.post({ type: 'audio', samples: new Int16Array(960), channels: 1, arrivedAt: 0 })

/** Resolves when the handler has said that it is in its call. */
async function enter(host: HandlerHost): Promise<void> {
  const entered = report(host, 'console')
  speakTo(host)
  await entered
}

const shortLimit: HostLimits = { ...standardLimits, hangLimitInS: 2 }

describe('a handler thread in an endless loop', () => {
  it('is told of, located in the TypeScript of its author, and ended at the limit', async () => {
    const host = await running(`    let turns = 0\n    for (;;) turns += 1`, shortLimit)
    const blocked = report(host, 'blocked')
    const at = report(host, 'blocked-at')
    const gone = exit(host)
    speakTo(host)
    expect(await blocked).toEqual({ type: 'blocked', method: 'receive', forMs: 1000, limitMs: 2000 })
    const { position } = await at
    expect(position).toMatchObject({ file, line: FIRST_LINE + 1 })
    expect(await gone).toMatchObject({
      expected: false,
      cause: 'hung',
      error: { code: 'timeout', message: expect.stringContaining('receive()'), position },
    })
  })

  it('is located beside another one that blocks too', async () => {
    const first = await running(`    for (;;);`)
    const second = await running(`\n\n    for (;;);`)
    const places = [first, second].map((host) => report(host, 'blocked-at'))
    speakTo(first)
    speakTo(second)
    const lines = (await Promise.all(places)).map(({ position }) => position.line)
    expect(lines).toEqual([FIRST_LINE, FIRST_LINE + 2])
  })

  it('is let go on for another limit, and says when it is done', async () => {
    const host = await running(
      `    const end = performance.now() + 2600\n    while (performance.now() < end);`,
      shortLimit,
    )
    const blocked = report(host, 'blocked')
    const unblocked = report(host, 'unblocked')
    speakTo(host)
    await blocked
    const again = report(host, 'blocked')
    host.extendLimit()
    expect(await again).toMatchObject({ limitMs: 3000 })
    await unblocked
    const gone = exit(host)
    await host.close('over')
    expect(await gone).toEqual({ expected: true, cause: 'asked', error: null })
  })

  it('is ended at once when it is told to, with the error that was given', async () => {
    const host = await running(`    console.log('in')\n    for (;;);`)
    await enter(host)
    const gone = exit(host)
    host.abort({ code: 'handler', message: 'You stopped it.' })
    expect(await gone).toEqual({
      expected: false,
      cause: 'asked',
      error: { code: 'handler', message: 'You stopped it.' },
    })
  })

  it('is ended in the middle of being looked at', async () => {
    const ends = []
    for (const wait of [0, 5, 20, 40, 80]) {
      const host = await running(`    console.log('in')\n    for (;;);`)
      await enter(host)
      const looked = host.locate()
      await delay(wait)
      await host.close('over', 0)
      await looked
      ends.push(host.kind)
    }
    expect(ends).toHaveLength(5)
  })
})

describe('a handler thread that takes too much', () => {
  it.each([
    ['JavaScript objects', 'const all = []; for (;;) all.push({ x: [1] })'],
    ['buffers', 'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1))'],
    [
      'shared buffers',
      'const all = []; for (;;) all.push(new Uint8Array(new SharedArrayBuffer(1 << 20)).fill(1))',
    ],
    [
      'WebAssembly memory',
      'const all = []; for (;;) all.push(new Uint8Array(new WebAssembly.Memory({ initial: 100 }).buffer).fill(1))',
    ],
  ])('is ended for its %s, though it is in one call', async (_what, code) => {
    const host = await running(code, { hangLimitInS: 60, heapLimitMb: 128 })
    const gone = exit(host)
    speakTo(host)
    expect(await gone).toMatchObject({ expected: false, cause: 'memory', error: { code: 'limit' } })
  })

  it('is ended in a regular expression that has no end', async () => {
    const host = await running(`/^(a+)+$/.test('a'.repeat(60) + 'b')`, shortLimit)
    const gone = exit(host)
    speakTo(host)
    expect(await gone).toMatchObject({ expected: false, cause: 'hung' })
  })
})

describe('locating a handler thread', () => {
  it('gives the place of a thread that waits, which then waits on', async () => {
    const host = await running(`    const words = new Int32Array(new SharedArrayBuffer(4))
    console.log(Atomics.wait(words, 0, 0, 2500))`)
    const at = report(host, 'blocked-at')
    const outcome = report(host, 'console')
    speakTo(host)
    expect((await at).position).toMatchObject({ file, line: FIRST_LINE + 1 })
    expect((await outcome).text).toContain('timed-out')
  })

  it('gives none of a thread in native code, which is not disturbed by that', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'native-'))
    const mark = join(folder, 'in')
    const script = `require('fs').writeFileSync(${JSON.stringify(mark)}, ''); setTimeout(() => {}, 1500)`
    const host = await running(`
    require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(script)}])
    console.log('out')`)
    const out = report(host, 'console')
    speakTo(host)
    await vi.waitFor(() => expect(existsSync(mark)).toBe(true), 10_000)
    expect(await host.locate()).toBeNull()
    expect((await out).text).toContain('out')
    const next = report(host, 'console')
    speakTo(host)
    expect((await next).text).toContain('out')
    rmSync(folder, { recursive: true })
  })

  it('disturbs neither the thread, which runs on, nor its neighbours', async () => {
    const counting = `    console.log('in')
    for (let turns = 0, end = performance.now() + 1500; performance.now() < end; turns += 1);
    console.log('out')`
    const host = await running(counting)
    const neighbour = await running(`    console.log('heard')`)
    await enter(host)
    const out = report(host, 'console')
    for (let look = 0; look < 5; look += 1) {
      expect(await host.locate()).not.toBeNull()
      await enter(neighbour)
    }
    expect((await out).text).toContain('out')
  })

  it('gives none of a thread that is idle in its event loop, or gone', async () => {
    const host = await running('')
    expect(await host.locate()).toBeNull()
    await host.close('over', 0)
    expect(await host.locate()).toBeNull()
  })
})
