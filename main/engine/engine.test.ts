import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Picture } from '../../contract/media'
import { type Bench, type Caller, startBench, until } from './testing/bench-driver'

/** A handler that answers with a tone of its own. */
const toneHandler = (hz: number) => `
import { AsyncStreamHandler, type AudioFrame } from 'soundcheck'
export default class Tone extends AsyncStreamHandler {
  private t = 0
  async receive(_frame: AudioFrame) {}
  async emit() {
    const samples = new Int16Array(480)
    for (let n = 0; n < 480; n += 1) samples[n] = 8000 * Math.sin(2 * Math.PI * ${hz} * this.t++ / 24000)
    return [24000, samples] as const
  }
}
`

/** Left half dark, right half bright. */
function halves(width = 320, height = 240): Picture {
  const data = new Uint8Array((width * height * 3) / 2).fill(128)
  for (let y = 0; y < height; y += 1)
    data.fill(30, y * width, y * width + width / 2).fill(220, y * width + width / 2, (y + 1) * width)
  return { width, height, format: 'i420', data, pts: 0 }
}

describe('the engine', () => {
  let bench: Bench
  const callers: Caller[] = []
  const call: Bench['call'] = async (...args) => {
    const caller = await bench.call(...args)
    callers.push(caller)
    return caller
  }

  beforeEach(async () => {
    bench = await startBench()
  })
  afterEach(async () => {
    await Promise.all(callers.splice(0).map((caller) => caller.hangUp()))
    await bench.stop()
  })

  it('echoes a tone through the example at its own level', async () => {
    await bench.whenReady('echo.ts')
    const caller = await call('echo.ts')
    caller.sing(440, 0.3)
    await until(() => caller.loudness(440) > 0.27, 'the echo')
    expect(caller.loudness(440)).toBeLessThan(0.33)
    expect(caller.loudness(1000)).toBeLessThan(0.01)
  })

  it('gives inputs to the handler at the start and while it runs', async () => {
    await bench.whenReady('gain.ts')
    const caller = await call('gain.ts', { inputs: { gain: 0.5 } })
    caller.sing(440, 0.4)
    await until(() => Math.abs(caller.loudness(440) - 0.2) < 0.02, 'half the level')
    await bench.engine.request('session.setInputs', { sessionId: caller.sessionId, values: { gain: 0.25 } })
    await until(() => Math.abs(caller.loudness(440) - 0.1) < 0.02, 'a quarter of the level')
  })

  it('mirrors a picture through the example', async () => {
    await bench.whenReady('flip.ts')
    const caller = await call('flip.ts', { video: true })
    let pts = 0
    const timer = setInterval(() => {
      pts += 3000
      caller.show({ ...halves(), pts })
    }, 33)
    await until(() => caller.client.received.video.some((packet) => packet.header.marker), 'a picture')
    await until(() => caller.seen() !== null, 'a decoded picture')
    clearInterval(timer)
    const seen = caller.seen()
    expect([seen?.width, seen?.height]).toEqual([320, 240])
    expect(seen?.data[120 * 320 + 20]).toBeGreaterThan(200)
    expect(seen?.data[120 * 320 + 300]).toBeLessThan(50)
  })

  it('passes messages both ways and keeps them in the journal', async () => {
    await bench.whenReady('chat.ts')
    const caller = await call('chat.ts')
    caller.client.channel.send('{"type":"ping"}')
    await until(() => caller.client.messages.length > 0, 'an answer')
    expect(JSON.parse(String(caller.client.messages[0]))).toMatchObject({ type: 'pong' })
    const rows = (await bench.rows(caller.sessionId)).filter((row) => row.kind === 'message')
    expect(rows.map((row) => [row.direction, row.type])).toEqual([
      ['in', 'ping'],
      ['out', 'pong'],
    ])
  })

  it('answers a binary message that is no text with an error message', async () => {
    await bench.whenReady('chat.ts')
    const caller = await call('chat.ts')
    caller.client.channel.send(Buffer.from([0xff, 0xfe, 0x00]))
    await until(() => caller.client.messages.length > 0, 'an answer')
    expect(JSON.parse(String(caller.client.messages[0]))).toMatchObject({ type: 'error' })
    expect((await bench.rows(caller.sessionId)).some((row) => row.kind === 'error')).toBe(true)
  })

  it('goes over to saved code in the middle of a call, and keeps the old code when the new one is broken', async () => {
    bench.write('mine.ts', toneHandler(500))
    await bench.whenReady('mine.ts')
    const caller = await call('mine.ts')
    await until(() => caller.loudness(500) > 0.2, '500 Hz')
    bench.write('mine.ts', toneHandler(900))
    await until(() => caller.loudness(900) > 0.2 && caller.loudness(500) < 0.02, '900 Hz')
    bench.write('mine.ts', toneHandler(700).replace('const samples =', 'const samples = ='))
    await bench.whenBroken('mine.ts')
    const error = bench.handler('mine.ts')?.error
    expect(error?.code).toBe('compile')
    expect(error?.position).toMatchObject({ file: path.join(bench.folder, 'mine.ts'), line: 7 })
    const before = caller.client.received.audio.length
    await until(() => caller.client.received.audio.length > before + 30, 'more audio')
    expect(caller.loudness(900)).toBeGreaterThan(0.2)
    expect(bench.session(caller.sessionId)).toMatchObject({ status: 'live', handlerVersion: 2 })
    bench.write('mine.ts', toneHandler(700))
    await until(() => caller.loudness(700) > 0.2, '700 Hz')
  })

  it('keeps sessions at once apart, each with an instance of its own', async () => {
    await bench.whenReady('gain.ts')
    const loud = await call('gain.ts', { inputs: { gain: 1 } })
    const soft = await call('gain.ts', { inputs: { gain: 0.1 } })
    loud.sing(400, 0.3)
    soft.sing(800, 0.3)
    // The first packets of a sound that begins are louder for a moment.
    const isSoft = () => soft.loudness(800) > 0.02 && soft.loudness(800) < 0.04
    await until(() => loud.loudness(400) > 0.27 && isSoft(), 'both, one of them softly')
    expect(loud.loudness(800)).toBeLessThan(0.005)
    expect(soft.loudness(400)).toBeLessThan(0.005)
  })

  it('tells of an error in the handler with its place, and goes on', async () => {
    const throwing = toneHandler(500).replace(
      'async receive(_frame: AudioFrame) {}',
      `
  count = 0
  async receive(_frame: AudioFrame) { if (++this.count === 3) throw new Error('the third frame') }`,
    )
    bench.write('throws.ts', throwing)
    await bench.whenReady('throws.ts')
    const caller = await call('throws.ts')
    caller.sing(440)
    await until(() => bench.session(caller.sessionId)?.fault !== null, 'the fault')
    const fault = bench.session(caller.sessionId)?.fault
    expect(fault?.message).toContain('the third frame')
    expect(fault?.position).toMatchObject({ file: path.join(bench.folder, 'throws.ts') })
    await until(
      () => caller.client.messages.some((text) => String(text).includes('the third frame')),
      'the message',
    )
    await until(() => caller.loudness(500) > 0.2, 'sound after the error')
  })

  it('restarts an instance that fails again and again, ever later, until mended code is saved', async () => {
    bench.write(
      'bad.ts',
      toneHandler(500).replace(
        'async receive(_frame: AudioFrame) {}',
        `
  async receive(_frame: AudioFrame) { throw new Error('always') }`,
      ),
    )
    await bench.whenReady('bad.ts')
    const caller = await call('bad.ts')
    caller.sing(440)
    await until(() => bench.session(caller.sessionId)?.host === 'waiting', 'the second failure')
    expect(bench.session(caller.sessionId)?.restart).toMatchObject({ attempt: 2, of: 5 })
    const swaps = (await bench.rows(caller.sessionId))
      .filter((row) => row.kind === 'swap')
      .map((row) => row.type)
    expect(swaps).toEqual(['started', 'restarted'])
    bench.write('bad.ts', toneHandler(600))
    await until(() => caller.loudness(600) > 0.2, 'sound of the mended handler')
    expect(bench.session(caller.sessionId)).toMatchObject({ host: 'running', fault: null })
  })

  it('says clearly what is wrong with a session that cannot be opened', async () => {
    await bench.whenReady('echo.ts')
    const open = (handlerId: string, offer: string) =>
      bench.engine.request('session.open', { handlerId, offer, inputs: {} })
    await expect(open('none.ts', 'v=0')).rejects.toMatchObject({ code: 'not-found' })
    await expect(open('echo.ts', 'v=0')).rejects.toMatchObject({ code: 'invalid' })
  })

  it('ends a session for good when it is closed, and keeps its journal to read', async () => {
    await bench.whenReady('echo.ts')
    const caller = await call('echo.ts')
    await bench.engine.request('session.close', { sessionId: caller.sessionId })
    await until(() => bench.session(caller.sessionId)?.status === 'closed', 'closed')
    expect(bench.session(caller.sessionId)?.host).toBe('gone')
    expect((await bench.rows(caller.sessionId)).at(-1)?.summary).toContain('closed')
  })

  it('makes a new handler of an example, which is ready like any other', async () => {
    const { engine } = bench
    const listed = await engine.request('examples.list', {})
    expect(listed).toContainEqual({
      name: 'echo',
      title: 'Echo',
      summary: 'The smallest useful handler: what you say comes back.',
      needs: null,
    })
    const create = (example: string, name: string) => engine.request('handler.create', { example, name })
    expect(await create('echo', 'my-echo')).toEqual({ handlerId: 'my-echo.ts' })
    await bench.whenReady('my-echo.ts')
    expect(bench.handler('my-echo.ts')?.manifest?.title).toBe('Echo')
    await expect(create('echo', 'my-echo')).rejects.toMatchObject({ code: 'invalid' })
    await expect(create('none', 'other')).rejects.toMatchObject({ code: 'not-found' })
    rmSync(bench.folder, { recursive: true })
    await until(() => bench.folderStatus() === 'failed', 'the loss of the folder')
    await expect(create('echo', 'other')).rejects.toMatchObject({ hint: expect.any(String) })
  })

  it('lets a session live on whose file is removed', async () => {
    bench.write('gone.ts', toneHandler(500))
    await bench.whenReady('gone.ts')
    const caller = await call('gone.ts')
    await until(() => caller.loudness(500) > 0.2, 'the tone')
    rmSync(path.join(bench.folder, 'gone.ts'))
    await until(() => bench.handler('gone.ts') === undefined, 'the entry to go')
    const before = caller.client.received.audio.length
    await until(() => caller.client.received.audio.length > before + 20, 'more audio')
    expect(caller.loudness(500)).toBeGreaterThan(0.2)
  })
})
