import { afterEach, describe, expect, it } from 'vitest'
import { TestHost } from './testing/run-host'

let host: TestHost
afterEach(() => host.stop())

/** A host that runs a class with these members, in a session that has begun. */
async function run(
  base: string,
  members: string,
  more: Parameters<TestHost['begin']>[0] = {},
  head = '',
): Promise<TestHost> {
  host = await TestHost.start()
  await host.load(handler(base, members, head))
  await host.begin(more)
  return host
}

function handler(base: string, members: string, head = ''): string {
  return `import * as kit from 'soundcheck'
    const { AsyncQueue, waitForItem, AdditionalOutputs, CloseStream, VideoFrame, getCurrentContext, z } = kit
    ${head}
    export default class Mine extends kit.${base} { ${members} }`
}

const lines = (from = 0): string[] => host.all('console', from).map(({ text }) => text)
const idle = 'async receive() {} async emit() { return null }'

describe('the life of an instance', () => {
  it('is copy, setChannel, startUp, receive and emit, shutdown, reset, with the signal aborted before shutdown', async () => {
    await run(
      'AsyncStreamHandler',
      `copy() { console.log('copy', getCurrentContext().webrtcId); return new Mine() }
       setChannel(channel) { super.setChannel(channel); console.log('setChannel') }
       async startUp() { console.log('startUp', this.channelSet.isSet(), this.signal.aborted); await new Promise(() => {}) }
       async receive() { console.log('receive') }
       async emit() { return null }
       async shutdown() { await null; console.log('shutdown', this.signal.aborted, getCurrentContext().webrtcId) }
       reset() { super.reset(); console.log('reset') }`,
    )
    host.audio(new Int16Array(960))
    await host.next('console', ({ text }) => text === 'receive')
    await host.close()
    expect(lines()).toEqual([
      'copy test-session',
      'setChannel',
      'startUp true false',
      'receive',
      'shutdown true test-session',
      'reset',
    ])
    expect(host.reports.at(-1)).toEqual({ type: 'closed' })
  })

  it('does not begin before the channel is open', async () => {
    host = await TestHost.start()
    await host.load(
      handler(
        'AsyncStreamHandler',
        `async receive() { console.log('receive') } async emit() { console.log('emit'); return null }`,
      ),
    )
    host.open()
    await host.next('opened')
    host.audio(new Int16Array(960))
    host.post({ type: 'close', reason: 'x' })
    await host.next('closed')
    expect(lines()).toEqual([])
  })

  it('has the session time and cancels what its loop started at the end', async () => {
    await run(
      'AsyncStreamHandler',
      `async startUp() {
         console.log('time', this.loop.time() >= 1000 && this.loop.time() < 6000)
         this.loop.callLater(1, () => { console.log('called', getCurrentContext().webrtcId) })
         this.loop.callLater(60000, () => console.log('never'))
         this.loop.createTask((signal) => new Promise((go) => signal.addEventListener('abort', () => { console.log('cancelled'); go(null) })))
       } ${idle}
       shutdown() { console.log('shutdown') }`,
    )
    await host.next('console', ({ text }) => text.startsWith('called'))
    await host.close()
    expect(lines()).toEqual(['time true', 'called test-session', 'cancelled', 'shutdown'])
  })

  it('takes the end of work that its signal aborted for no fault', async () => {
    await run(
      'AsyncStreamHandler',
      `async startUp() { await require('node:timers/promises').setTimeout(60000, null, { signal: this.signal }) }
       async receive() { await new Promise((_, reject) => this.signal.addEventListener('abort', () => reject(this.signal.reason))) }
       async emit() { return null }
       async shutdown() { await require('node:timers/promises').setTimeout(1) }`,
    )
    host.audio(new Int16Array(960))
    await host.close()
    expect(host.all('fault')).toEqual([])
  })

  it('ends in bounded time when shutdown does not', async () => {
    await run('AsyncStreamHandler', `${idle} async shutdown() { await new Promise(() => {}) }`)
    host.post({ type: 'close', reason: 'x' })
    await host.next('closed')
    expect(host.all('fault')).toMatchObject([{ method: 'shutdown', error: { code: 'timeout' } }])
  })

  it('is closed once, however often it is told to', async () => {
    await run('AsyncStreamHandler', `${idle} shutdown() { console.log('shutdown') }`)
    host.post({ type: 'close', reason: 'x' })
    host.post({ type: 'close', reason: 'x' })
    await host.close()
    expect(lines()).toEqual(['shutdown'])
    expect(host.all('closed')).toHaveLength(1)
  })

  it('fails to open when copy does not do', async () => {
    host = await TestHost.start()
    const copies = [
      ['return this', 'copy() returned the handler itself'],
      ['return {}', 'copy() returned a plain object, not an AsyncStreamHandler'],
      ["throw new Error('no model')", 'no model'],
      ['return new Mine({ inputSampleRate: 8000 })', 'inputSampleRate 8000; the original has 48000'],
    ] as const
    for (const [body, message] of copies) {
      const from = host.reports.length
      await host.load(handler('AsyncStreamHandler', `copy() { ${body} } ${idle}`))
      host.open()
      const { error } = await host.next('open-failed', undefined, from)
      expect(error.message).toContain(message)
      expect(error.position?.file).toBe('/handlers/test-handler.ts')
    }
  })
})

describe('receive and emit', () => {
  it('give an asynchronous handler its audio and play what it queued, with the cause and the turn', async () => {
    await run(
      'AsyncStreamHandler',
      `q = new AsyncQueue()
      async receive([rate, samples]) { await this.q.put([rate, samples]) }
      async emit() { return this.q.get() }`,
    )
    for (let n = 1; n <= 3; n++) host.audio(new Int16Array(960).fill(n), 1, n * 10)
    await host.until(() => host.all('audio').length === 3, 'three blocks')
    expect(host.taken()).toEqual({ audio: 3, video: 0 })
    const blocks = host
      .all('audio')
      .map(({ samples, sampleRate, channels, turn }) => [
        samples[0],
        samples.length,
        sampleRate,
        channels,
        turn,
      ])
    expect(blocks).toEqual([1, 2, 3].map((n) => [n, 960, 48000, 1, 0]))
    expect(host.all('audio')[2]?.cause).toBe(30)
  })

  it('call a synchronous emit after each receive', async () => {
    await run(
      'StreamHandler',
      `n = 0
      receive() { this.n++ }
      emit() { const n = this.n; this.n = 0; return n > 0 ? new AdditionalOutputs(n) : null }`,
    )
    for (let n = 0; n < 20; n++) host.audio(new Int16Array(960))
    await host.until(() => host.all('outputs').length === 20, 'twenty outputs')
    expect(host.all('outputs').every(({ values }) => values[0] === 1)).toBe(true)
  })

  it('run side by side: a long emit does not hold up receive', async () => {
    await run(
      'AsyncStreamHandler',
      `n = 0
      async receive() { console.log('receive', ++this.n) }
      async emit() { console.log('emit'); await new Promise(() => {}); return null }`,
    )
    for (let n = 0; n < 3; n++) host.audio(new Int16Array(960))
    await host.next('console', ({ text }) => text === 'receive 3')
    expect(lines().filter((text) => text === 'emit')).toHaveLength(1)
  })

  it('never call a method again before it has returned', async () => {
    await run(
      'AsyncStreamHandler',
      `busy = 0; most = 0; n = 0
      async receive() { this.most = Math.max(this.most, ++this.busy); await new Promise((go) => setTimeout(go, 2)); this.busy--
        if (++this.n === 10) console.log('most', this.most) }
      async emit() { return null }`,
    )
    for (let n = 0; n < 10; n++) host.audio(new Int16Array(960))
    expect((await host.next('console')).text).toBe('most 1')
  })

  it('keep one second of audio while receive blocks, drop the oldest, and count it', async () => {
    await run(
      'StreamHandler',
      `first = true
      receive([, samples]) {
        if (this.first) { this.first = false; const end = Date.now() + 200; while (Date.now() < end); }
        else console.log(samples[0]) }
      emit() { return null }`,
    )
    for (let n = 0; n < 81; n++) host.audio(new Int16Array(960).fill(n))
    await host.next('console', ({ text }) => text === '80')
    await host.close()
    expect(lines()).toEqual(Array.from({ length: 50 }, (_, index) => String(31 + index)))
    expect(host.all('counters').at(-1)?.counters).toMatchObject({ audioIn: 81, audioDropped: 30 })
  })

  it('echo stereo as stereo without a layout', async () => {
    await run(
      'StreamHandler',
      `constructor() { super({ expectedLayout: 'stereo' }) } q = []
      receive(frame) { this.q.push(frame) }
      emit() { return this.q.shift() ?? null }`,
    )
    host.audio(Int16Array.of(1, 2, 3, 4), 2)
    expect(await host.next('audio')).toMatchObject({ channels: 2, samples: Int16Array.of(1, 2, 3, 4) })
  })

  it('let an emit that floods leave room for receive, and stop it a minute ahead', async () => {
    await run(
      'AsyncStreamHandler',
      `
      async receive() { console.log('received') }
      async emit() { return [8000, new Int16Array(8000)] }`,
    )
    host.audio(new Int16Array(960))
    await host.next('console')
    await host.until(() => host.all('audio').length >= 61, '61 s of audio')
    host.audio(new Int16Array(960))
    await host.until(() => lines().length === 2, 'a second receive')
    expect(host.all('audio').length).toBeLessThan(66)
  })

  it('stamp what was begun before clearQueue with the turn it was begun in', async () => {
    await run(
      'AsyncStreamHandler',
      `n = 0
      async receive() { this.clearQueue(); this.go() }
      async emit() {
        if (this.n++ === 0) await new Promise((go) => { this.go = go })
        if (this.n > 2) await new Promise(() => {})
        return [8000, new Int16Array(160)] }`,
    )
    host.audio(new Int16Array(960))
    await host.until(() => host.all('audio').length === 2, 'two blocks')
    expect(host.all('audio').map(({ turn }) => turn)).toEqual([0, 1])
    expect(host.all('clear-queue')).toEqual([{ type: 'clear-queue', turn: 1 }])
  })

  it('publish outputs before the audio they came with, and end with CloseStream', async () => {
    await run(
      'AsyncStreamHandler',
      `n = 0
      async receive() {}
      async emit() {
        const audio = [8000, Int16Array.of(1)]
        return [[audio, new AdditionalOutputs('a', { b: 1 })], [audio, new CloseStream('bye')]][this.n++] ?? audio
      }`,
    )
    await host.next('close-stream')
    await host.close()
    const reports = host.reports.filter(({ type }) => ['outputs', 'audio', 'close-stream'].includes(type))
    expect(reports).toMatchObject([
      { type: 'outputs', values: ['a', { b: 1 }] },
      { type: 'audio' },
      { type: 'audio' },
      { type: 'close-stream', message: 'bye' },
    ])
  })

  it('call emit 20 ms after a null and not in a busy loop', async () => {
    await run('AsyncStreamHandler', 'async receive() {} async emit() { return null }')
    const { counters } = await host.next('counters')
    expect(counters.calls.emit?.count).toBeGreaterThan(10)
    expect(counters.calls.emit?.count).toBeLessThan(60)
    expect(counters.heapBytes).toBeGreaterThan(1_000_000)
  })
})

describe('the event loop of a handler', () => {
  it('is late by as long as its code keeps the thread to itself', async () => {
    const held = 'const end = performance.now() + 120; while (performance.now() < end);'
    await run('AsyncStreamHandler', `async receive() {} async emit() { ${held} return null }`)
    const { counters } = await host.next('counters')
    expect(counters.loopDelayMs).toBeGreaterThan(70)
    expect(counters.loopDelayMs).toBeLessThan(1000)
  })
})

describe('pictures', () => {
  const picture = { type: 'video', width: 2, height: 1, format: 'gray8', pts: 3000, arrivedAt: 7 } as const

  it('reach a synchronous handler in a VideoFrame, and come back with their cause', async () => {
    await run(
      'AudioVideoStreamHandler',
      `receive() {} emit() { return null } frame = null
      videoReceive(frame) { console.log(frame.constructor.name, frame.width, frame.height, frame.format, frame.pts, getCurrentContext().webrtcId); this.frame = frame }
      videoEmit() { const frame = this.frame; this.frame = null; return frame }`,
    )
    host.post({ ...picture, data: Uint8Array.of(5, 6) })
    expect(await host.next('video')).toEqual({
      type: 'video',
      width: 2,
      height: 1,
      format: 'gray8',
      data: Uint8Array.of(5, 6),
      cause: 7,
      handled: { takenAt: expect.any(Number), emittedAt: expect.any(Number) },
    })
    expect(host.taken()).toEqual({ audio: 0, video: 1 })
    expect(lines()).toEqual(['VideoFrame 2 1 gray8 3000 test-session'])
  })

  it('that were kept back answer the one whose pts they bear, and others the newest', async () => {
    await run(
      'AsyncAudioVideoStreamHandler',
      `async receive() {} async emit() { return null } kept = []
      async videoReceive(frame) { this.kept.push(frame) }
      async videoEmit() {
        if (this.kept.length < 2) return null
        const { width, height, format, data, pts } = this.kept.shift()
        return new VideoFrame({ width, height, format, data, pts: pts === 6000 ? 0 : pts })
      }`,
    )
    for (const n of [1, 2, 3]) {
      host.post({ ...picture, pts: n * 3000, arrivedAt: n, data: Uint8Array.of(n, n) })
      await host.until(() => host.all('video').length === n - 1 && host.taken().video === n, `answer ${n}`)
    }
    const times = host.all('video')
    expect(times.map(({ data, cause }) => [data[0], cause])).toEqual([
      [1, 1],
      [2, 3],
    ])
    for (const { handled } of times)
      expect((handled?.emittedAt ?? 0) - (handled?.takenAt ?? 0)).toBeGreaterThanOrEqual(0)
  })

  it('are kept to the newest two while videoReceive is busy', async () => {
    await run(
      'AsyncAudioVideoStreamHandler',
      `${idle}
      async videoReceive(frame) { console.log(frame.pts); if (frame.pts === 0) await new Promise((go) => { this.go = go }) }
      async onMessage() { this.go() }
      async videoEmit() { return null }`,
    )
    for (let pts = 0; pts < 6; pts++) host.post({ ...picture, pts, data: new Uint8Array(2) })
    await host.next('console')
    host.post({ type: 'message', message: 'go' })
    await host.next('console', ({ text }) => text === '5')
    await host.close()
    expect(lines()).toEqual(['0', '4', '5'])
    expect(host.all('counters').at(-1)?.counters).toMatchObject({ videoIn: 6, videoDropped: 3 })
  })

  it('are asked for at fps where none come in', async () => {
    await run(
      'AsyncAudioVideoStreamHandler',
      `constructor() { super({ fps: 20 }) } ${idle} async videoReceive() {}
      async videoEmit() { return new VideoFrame({ width: 1, height: 1, format: 'gray8', data: new Uint8Array(1) }) }`,
    )
    const { counters } = await host.next('counters')
    expect(counters.videoOut).toBeGreaterThan(10)
    expect(counters.videoOut).toBeLessThanOrEqual(21)
  })
})
