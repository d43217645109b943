import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { HandlerHost } from './handler-host'
import { isAlive, openIn, type ProcessUnderTest, startProcess } from './testing/host-process'

const running: HandlerHost[] = []
const limits = { hangLimitInS: 10, heapLimitMb: 512 }

async function start(...options: Parameters<typeof startProcess>): Promise<ProcessUnderTest> {
  const started = await startProcess(...options)
  running.push(started.host)
  return started
}

/** An instance with these members whose loops have begun. */
async function begun(members: string, before = '', more = limits): Promise<ProcessUnderTest> {
  const started = await start(more)
  await openIn(started, members, { before })
  const begins = started.report('started')
  started.host.post({ type: 'channel-opened' })
  await begins
  return started
}

const pidOf = async (started: ProcessUnderTest): Promise<number> => {
  const { text } = await started.report('console', ({ text }) => /^pid \d+$/.test(text))
  return Number(text.slice(4))
}
const audio = (length: number, fill = 0, arrivedAt = 0) =>
  ({ type: 'audio', samples: new Int16Array(length).fill(fill), channels: 1, arrivedAt }) as const
const picture = (bytes: number) =>
  ({
    type: 'video',
    width: 640,
    height: 480,
    format: 'i420',
    data: Uint8Array.from({ length: bytes }, (_, index) => index & 255),
    pts: 0,
    arrivedAt: 0,
  }) as const

afterEach(async () => {
  await Promise.all(running.splice(0).map((host) => host.close('test over', 0)))
})

describe('a handler process', () => {
  it('carries blocks of audio both ways, in their order and whole', async () => {
    const { host, report } = await begun(`
      blocks = []
      receive([rate, samples]) { this.blocks.push(samples) }
      emit() { return this.blocks.length > 0 ? [48000, this.blocks.shift()] : null }`)
    const answered = report('audio', ({ samples }) => samples[0] === 20)
    const values: (number | undefined)[] = []
    host.onReport((found) => {
      if (found.type === 'audio') values.push(found.samples[0], found.samples.length)
    })
    for (let value = 1; value <= 20; value += 1) host.post(audio(960, value))
    await answered
    expect(values).toEqual(Array.from({ length: 20 }, (_, index) => [index + 1, 960]).flat())
  })

  it('carries whole pictures both ways, in buffers of their own', async () => {
    const { host, report } = await begun(`
      videoReceive(frame) { this.frame = frame }
      videoEmit() { return this.frame ?? null }`)
    const sent = picture(640 * 480 * 1.5)
    const answered = report('video')
    host.post({ ...sent, data: sent.data.slice() })
    const { data } = await answered
    expect(Buffer.compare(data, sent.data)).toBe(0)
    expect(data.buffer.byteLength).toBe(data.length)
  })

  it('knows which frames the handler has not taken, and soon that it has', async () => {
    const { host, report, printed } = await begun(`
      receive() { console.log('stuck'); const end = Date.now() + 700; while (Date.now() < end); console.log('free') }`)
    host.post(audio(960))
    await printed('stuck')
    await report('counters')
    host.post(audio(960))
    host.post(picture(16))
    expect(host.inFlight()).toMatchObject({ audio: expect.any(Number), video: 1 })
    expect(host.inFlight().audio).toBeGreaterThanOrEqual(1)
    await printed('free')
    await vi.waitFor(() => expect(host.inFlight()).toEqual({ audio: 0, video: 0, messages: 0 }), 5000)
    await host.close('over', 5000)
  })

  it('lets sendMessageSync block until its message is acknowledged', async () => {
    const started = await start()
    const { host, report, printed } = started
    await openIn(started, `startUp() { this.sendMessageSync('hello'); console.log('went on') }`)
    const message = report('message')
    const wentOn = printed('went on')
    host.post({ type: 'channel-opened' })
    const { ack } = await message
    expect(started.reports.some((found) => found.type === 'console')).toBe(false)
    host.acknowledge(ack ?? 0)
    await wentOn
  })

  it('wakes waitForArgsSync with new inputs', async () => {
    const started = await start()
    const { host, printed } = started
    await openIn(
      started,
      `startUp() { console.log('waits'); this.waitForArgsSync(); console.log('has', this.latestArgs[1]) }`,
      {
        before: `export const stream = { inputs: { type: 'object', properties: { gain: { type: 'number' } }, required: ['gain'] } }`,
      },
    )
    host.post({ type: 'channel-opened' })
    await printed('waits')
    host.post({ type: 'inputs', values: { gain: 2 } })
    await printed('has')
  })

  it('says that it is blocked, where, and that it goes on', async () => {
    const { report, reports, host } = await begun(`
      receive() {
        const end = Date.now() + 3500
        while (Date.now() < end) Math.sqrt(end)
      }`)
    host.post(audio(960))
    expect(await report('blocked')).toMatchObject({ method: 'receive', limitMs: 10_000 })
    const { position } = await report('blocked-at')
    expect(position).toMatchObject({ file: '/handlers/test-handler.ts' })
    expect([11, 12]).toContain(position.line)
    await report('unblocked')
    expect(reports.some(({ type }) => type === 'fault')).toBe(false)
  })

  it('passes on what is written to stdout and stderr, line by line', async () => {
    const { host, printed } = await begun(
      `receive() { process.stdout.write('one\\ntwo\\n'); process.stderr.write('bad\\n') }`,
    )
    host.post(audio(960))
    expect(await printed('two')).toMatchObject({ level: 'log' })
    expect(await printed('bad')).toMatchObject({ level: 'error' })
  })

  it('loads native add-ons', async () => {
    const addon = createRequire(import.meta.url).resolve('onnxruntime-node')
    const { printed } = await begun(
      `startUp() { console.log('sessions', typeof ort.InferenceSession.create) }`,
      `import { createRequire } from 'node:module'
      const ort = createRequire('/')(${JSON.stringify(addon)})`,
    )
    await printed('sessions function')
  })

  it('waits with what it says while the engine does not read, and takes no memory for it', async () => {
    const { host, report, printed } = await begun(`
      receive() {
        for (let n = 1; n <= 200; n += 1) this.sendMessage('x'.repeat(200_000))
        console.log('flooded', process.memoryUsage.rss() > 400e6)
      }`)
    host.post(audio(960))
    const end = performance.now() + 500
    while (performance.now() < end);
    await report('message')
    await printed('flooded false')
  })
})

describe('closing a handler process', () => {
  it('gives the handler time to shut down', async () => {
    const { host, printed, exit } = await begun(`shutdown() { console.log('bye') }`)
    const bye = printed('bye')
    const gone = exit()
    await host.close('over', 5000)
    await bye
    expect(await gone).toEqual({ expected: true, cause: 'asked', error: null })
  })

  it('ends an endless loop soon after the grace time, and nothing of it is left', async () => {
    const started = await begun(
      `startUp() { console.log('pid ' + process.pid) } receive() { console.log('stuck'); for (;;); }`,
    )
    const { host, printed, report } = started
    const pid = await pidOf(started)
    host.post(audio(960))
    await printed('stuck')
    const before = performance.now()
    await host.close('over', 100)
    expect(performance.now() - before).toBeLessThan(2000)
    expect((await report('fault')).error.message).toContain('receive() did not end')
    expect(isAlive(pid)).toBe(false)
  })

  it('ends one that was only just started', async () => {
    const { host, exit } = await start()
    const gone = exit()
    await host.close('not needed', 0)
    expect(await gone).toEqual({ expected: true, cause: 'asked', error: null })
  })

  it('leaves no socket behind', async () => {
    const sockets = () => readdirSync(tmpdir()).filter((name) => existsSync(`${tmpdir()}/${name}/s`))
    const others = new Set(sockets())
    const { host, report } = await start()
    await report('booted')
    expect(sockets().filter((name) => !others.has(name))).toEqual([])
    await host.close('over', 0)
  })
})

describe('a handler process that ends by itself', () => {
  it.each([
    ['process.exit(7)', { cause: 'exited', error: { message: expect.stringContaining('process.exit(7)') } }],
    ['process.abort()', { cause: 'native', error: { message: expect.stringContaining('SIGABRT') } }],
    [
      `require('node:child_process').spawnSync('kill', ['-9', String(process.pid)])`,
      { cause: 'crashed', error: { message: expect.stringContaining('from outside (SIGKILL)') } },
    ],
    [
      `require('node:child_process').spawnSync('kill', ['-SEGV', String(process.pid)])`,
      { cause: 'native', error: { message: expect.stringContaining('SIGSEGV'), hint: expect.any(String) } },
    ],
  ])('is explained: %s', async (call, explained) => {
    const { host, exit } = await begun(`receive() { ${call} }`)
    const gone = exit()
    host.post(audio(960))
    expect(await gone).toMatchObject({ expected: false, ...explained })
  })

  it('has said before process.exit that it was called, and what it printed', async () => {
    const { host, exit, reports } = await begun(`receive() { console.log('last words'); process.exit(3) }`)
    const gone = exit()
    host.post(audio(960))
    await gone
    expect(reports).toContainEqual(expect.objectContaining({ type: 'console', text: 'last words' }))
    expect(reports).toContainEqual(
      expect.objectContaining({
        type: 'fault',
        error: expect.objectContaining({ message: expect.stringContaining('process.exit(3)') }),
      }),
    )
  })

  it('says that the memory ran out', async () => {
    const { host, exit } = await begun(
      `receive() { const all = []; for (;;) all.push(new Array(1000).fill({ x: 1 })) }`,
      '',
      { ...limits, heapLimitMb: 64 },
    )
    const gone = exit()
    host.post(audio(960))
    expect(await gone).toMatchObject({ cause: 'memory', error: { code: 'limit' } })
  })

  it('is ended with the memory of its buffers too', async () => {
    const { host, exit } = await begun(
      `startUp() { this.all = []; setInterval(() => this.all.push(Buffer.alloc(20e6, 1)), 5) }`,
      '',
      { ...limits, heapLimitMb: 64 },
    )
    const gone = exit()
    host.post(audio(960))
    expect(await gone).toMatchObject({ cause: 'memory', error: { code: 'limit' } })
  })

  it('is ended when it hangs for longer than its limit', async () => {
    const { host, exit } = await begun(`receive() { for (;;); }`, '', { ...limits, hangLimitInS: 2 })
    const gone = exit()
    host.post(audio(960))
    expect(await gone).toMatchObject({
      cause: 'hung',
      error: { code: 'timeout', position: { file: '/handlers/test-handler.ts' } },
    })
  })

  it('tells who aborted it', async () => {
    const { host, exit } = await begun('')
    const gone = exit()
    host.abort({ code: 'closed', message: 'stopped by hand' })
    expect(await gone).toMatchObject({
      expected: false,
      cause: 'asked',
      error: { message: 'stopped by hand' },
    })
  })

  it('refuses signals to the app and to itself', async () => {
    const { host, report } = await begun(`receive() { process.kill(process.ppid) }`)
    host.post(audio(960))
    expect((await report('fault')).error.message).toContain('would end Soundcheck itself')
  })

  it('makes errors that nobody caught faults', async () => {
    const { host, report } = await begun(`receive() { setTimeout(() => { throw new TypeError('late') }) }`)
    host.post(audio(960))
    expect(await report('fault')).toMatchObject({ method: 'background', error: { message: 'late' } })
  })
})
