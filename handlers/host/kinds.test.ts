import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestHost } from './testing/run-host'

let host: TestHost
beforeEach(async () => {
  host = await TestHost.start()
})
afterEach(() => host.close())

const picture = (level: number, pts = 0): void =>
  host.post({
    type: 'video',
    width: 2,
    height: 1,
    format: 'rgb24',
    data: new Uint8Array(6).fill(level),
    pts,
    arrivedAt: 0,
  })

const load = (code: string) =>
  host.load(`import { AdditionalOutputs, AudioGenerator, CloseStream, VideoCallback, VideoFrame, VideoGenerator, z } from 'soundcheck'
${code}`)

describe('a function of a picture', () => {
  it('is called from the first picture on with the inputs and gives the next one', async () => {
    const manifest = await load(`
      export const stream = { inputs: z.object({ add: z.number().default(5) }) }
      export default new VideoCallback((frame, add) =>
        new VideoFrame({ ...frame, data: frame.data.map((byte) => byte + add) }))`)
    expect(manifest).toMatchObject({
      kind: 'VideoCallback',
      modality: 'video',
      mode: 'send-receive',
      turns: null,
    })
    await host.begin()
    picture(1)
    expect((await host.next('video')).data[0]).toBe(6)
    host.post({ type: 'inputs', values: { add: 7 } })
    picture(1, 9000)
    await host.next('video', ({ data }) => data[0] === 8)
  })

  it('may be asynchronous, take another format, give outputs alone, and end the stream', async () => {
    const manifest = await load(`
      let n = 0
      export const stream = { mode: 'send' }
      export default new VideoCallback(async (frame) => n++ === 0 ? new AdditionalOutputs(frame.format) : new CloseStream('done'),
        { videoFormat: 'gray8', fps: 10 })`)
    expect(manifest).toMatchObject({ mode: 'send', videoFormat: 'gray8', fps: 10 })
    await host.begin()
    picture(1)
    expect((await host.next('outputs')).values).toEqual(['rgb24'])
    picture(1, 90_000)
    expect((await host.next('close-stream')).message).toBe('done')
  })

  it.each([
    [true, [0, 5]],
    [false, [0, 4, 5]],
  ])('with skipFrames %s sees the newest pictures after a long call: %j', async (skipFrames, levels) => {
    await load(`
      export const stream = { mode: 'send' }
      export default new VideoCallback(async (frame) => {
        if (frame.data[0] === 0) await new Promise((resolve) => { globalThis.go = resolve })
        return new AdditionalOutputs(frame.data[0])
      }, { skipFrames: ${skipFrames}, fps: 240 })
      export const onGo = setInterval(() => globalThis.go?.(), 300)`)
    await host.begin()
    for (let n = 0; n <= 5; n++) picture(n, n * 3000)
    await host.until(() => host.all('outputs').length === levels.length, 'the pictures')
    expect(host.all('outputs').map(({ values }) => values[0])).toEqual(levels)
  })

  it.each([
    ['new VideoCallback(5)', /VideoCallback was given 5 instead of a function/],
    ['new VideoCallback(() => null, { fps: 0 })', /fps must be a number from 1 to 240/],
    ["new VideoCallback(() => null, { videoFormat: 'rgb' })", /videoFormat is the string "rgb"/],
  ])('made as %s does not load, and it is said why', async (made, message) => {
    await expect(load(`export default ${made}`)).rejects.toThrow(message)
  })

  it('that gives something else is named, and the next picture is shown', async () => {
    await load(`
      let n = 0
      export const stream = { title: 'My filter' }
      export default new VideoCallback((frame) => (n++ === 0 ? frame.data : frame))`)
    await host.begin()
    picture(1)
    const { error } = await host.next('fault')
    expect(error.message).toMatch(
      /^The video function of My filter gave an Uint8Array; expected a VideoFrame/,
    )
    picture(2, 9000)
    await host.next('video')
  })
})

describe('a generator of sound', () => {
  it('is asked for all it has, with the inputs, and ends the stream without a message', async () => {
    const manifest = await load(`
      export const stream = { inputs: z.object({ level: z.number().default(5) }) }
      export default new AudioGenerator(function* (level) {
        yield [24000, new Int16Array(480).fill(level)]
        yield [[24000, new Int16Array(480).fill(level + 1)], new AdditionalOutputs('half')]
      })`)
    expect(manifest).toMatchObject({ kind: 'AudioGenerator', modality: 'audio', mode: 'receive' })
    await host.begin()
    expect((await host.next('close-stream')).message).toBeNull()
    expect(host.all('audio').map(({ samples }) => samples[0])).toEqual([5, 6])
    expect(host.all('outputs')[0]?.values).toEqual(['half'])
  })

  it('that fails says so, and ends the stream with the reason', async () => {
    await load(`export default new AudioGenerator(async function* () {
      yield [24000, new Int16Array(480)]
      throw new Error('no more')
    })`)
    await host.begin()
    expect((await host.next('fault')).error.message).toBe('no more')
    expect((await host.next('close-stream')).message).toBe('The generator failed: no more')
  })

  it('waits for inputs that it takes but the file does not declare', async () => {
    await load(
      'export default new AudioGenerator(function* (level) { yield [24000, new Int16Array(480).fill(level)] })',
    )
    await host.begin()
    await host.next('message', ({ text }) => text.includes('send_input'))
    expect(host.all('audio')).toEqual([])
    host.post({ type: 'inputs', values: { level: 3 } })
    expect((await host.next('audio')).samples[0]).toBe(3)
  })

  it('is ended at its yield when the session ends', async () => {
    await load(`export default new AudioGenerator(function* () {
      try { for (;;) yield [24000, new Int16Array(24000)] } finally { console.log('tidied up') }
    })`)
    await host.begin()
    await host.next('audio')
    host.post({ type: 'close', reason: 'enough' })
    await host.next('console', ({ text }) => text === 'tidied up')
  })

  it('cannot be of another mode', async () => {
    await expect(
      load("export const stream = { mode: 'send' }\nexport default new AudioGenerator(function* () {})"),
    ).rejects.toThrow("stream.mode is 'send', but an AudioGenerator cannot be that")
  })
})

describe('a generator of pictures', () => {
  it('is asked for fps pictures a second and ends the stream', async () => {
    const manifest = await load(`export default new VideoGenerator(function* () {
      for (let n = 0; n < 5; n++) yield new VideoFrame({ width: 1, height: 1, format: 'gray8', data: Uint8Array.of(n) })
    }, { fps: 50 })`)
    expect(manifest).toMatchObject({ kind: 'VideoGenerator', modality: 'video', mode: 'receive', fps: 50 })
    await host.begin()
    expect((await host.next('close-stream')).message).toBeNull()
    expect(host.all('video').map(({ data }) => data[0])).toEqual([0, 1, 2, 3, 4])
  })
})
