import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Modality, Mode } from '../../contract/manifest'
import { createOfferingClient, type OfferingClientOptions } from './rtc/testing/offering-client'
import { type Bench, type Caller, startBench, until } from './testing/bench-driver'

/** Emits a tone and bright pictures, the first of each with an output, and says once what it heard and saw. */
const handler = (modality: Modality, mode: Mode) => `
import { AdditionalOutputs, AsyncAudioVideoStreamHandler, VideoFrame } from 'soundcheck'
export const stream = { modality: '${modality}', mode: '${mode}' }
export default class Both extends AsyncAudioVideoStreamHandler {
  static override readonly videoFormat = 'gray8'
  private readonly done = new Set<string>()
  private t = 0
  private isFirst(what: string) {
    return !this.done.has(what) && Boolean(this.done.add(what))
  }
  async receive() { if (this.isFirst('heard')) await this.sendMessage('heard') }
  async videoReceive() { if (this.isFirst('saw')) await this.sendMessage('saw') }
  async emit(): Promise<any> {
    const samples = new Int16Array(480).map(() => 8000 * Math.sin((2 * Math.PI * 500 * this.t++) / 24000))
    return this.isFirst('sound') ? [[24000, samples], new AdditionalOutputs('sound')] : [24000, samples]
  }
  async videoEmit(): Promise<any> {
    const data = new Uint8Array(64 * 48).fill(200)
    const frame = new VideoFrame({ width: 64, height: 48, format: 'gray8', data })
    return this.isFirst('picture') ? [frame, new AdditionalOutputs('picture')] : frame
  }
}
`

const picture = { width: 64, height: 48, format: 'i420', data: new Uint8Array(64 * 72).fill(90) } as const
const directions = { send: 'sendonly', receive: 'recvonly', 'send-receive': 'sendrecv' } as const
const modes = Object.keys(directions) as Mode[]
const modalities: readonly Modality[] = ['audio', 'video', 'audio-video']
const fileOf = (modality: Modality, mode: Mode) => `${modality}-${mode}.ts`
const combinations = modalities.flatMap((modality) =>
  modes.map((mode) => ({ modality, mode, audio: modality !== 'video', video: modality !== 'audio' })),
)

describe('a session', () => {
  let bench: Bench
  const toClose: (() => Promise<void>)[] = []

  async function call(file: string, options: OfferingClientOptions): Promise<Caller> {
    const caller = await bench.call(file, options)
    toClose.push(caller.hangUp)
    return caller
  }

  /** Sends sound and pictures until the test is over. */
  function perform(caller: Caller, { audio, video }: { audio: boolean; video: boolean }): void {
    if (audio) caller.sing(300)
    if (!video) return
    let pts = 0
    const timer = setInterval(() => {
      pts += 3000
      caller.show({ ...picture, pts })
    }, 33)
    toClose.unshift(async () => clearInterval(timer))
  }

  const heardOrSaw = ({ client }: Caller) =>
    client.messages.map(String).filter((text) => !text.startsWith('{'))

  beforeAll(async () => {
    const files = combinations.map(({ modality, mode }) => [fileOf(modality, mode), handler(modality, mode)])
    bench = await startBench(Object.fromEntries(files))
    await Promise.all(combinations.map(({ modality, mode }) => bench.whenReady(fileOf(modality, mode))))
  })
  afterEach(async () => {
    for (const close of toClose.splice(0)) await close()
  })
  afterAll(() => bench.stop())

  it.each(combinations)('of $modality in mode $mode carries that and nothing else', async (combination) => {
    const { modality, mode, audio, video } = combination
    const [sends, receives] = [mode !== 'receive', mode !== 'send']
    const caller = await call(fileOf(modality, mode), { audio, video, direction: directions[mode] })
    if (sends) perform(caller, combination)
    const expected = sends ? [...(audio ? ['heard'] : []), ...(video ? ['saw'] : [])] : []
    await until(() => heardOrSaw(caller).length === expected.length, `${expected}`)
    if (receives && audio) await until(() => caller.loudness(500) > 0.2, 'the sound')
    if (receives && video) await until(() => (caller.seen()?.data[0] ?? 0) > 180, 'the picture')
    const { outputs } = await bench.engine.request('outputs.fetch', { sessionId: caller.sessionId, limit: 9 })
    expect(outputs.flat().sort()).toEqual([...(video ? ['picture'] : []), ...(audio ? ['sound'] : [])])
    expect(heardOrSaw(caller).sort()).toEqual(expected)
    if (!receives) expect(caller.client.received).toEqual({ audio: [], video: [] })
    expect(bench.session(caller.sessionId)?.fault).toBeNull()
  })

  it('in mode receive gives the handler nothing, also of a client that would send', async () => {
    const both = { audio: true, video: true }
    const caller = await call(fileOf('audio-video', 'receive'), both)
    perform(caller, both)
    await until(() => caller.client.received.audio.length > 30, 'sound')
    expect(heardOrSaw(caller)).toEqual([])
    expect(bench.session(caller.sessionId)?.counters).toMatchObject({ audioIn: 0, videoIn: 0 })
  })

  it('in both directions works for a client that only listens', async () => {
    const caller = await call(fileOf('audio', 'send-receive'), { direction: 'recvonly' })
    await until(() => caller.loudness(500) > 0.2, 'the sound')
  })

  it('in both directions sends nothing to a client that only talks', async () => {
    const caller = await call(fileOf('audio', 'send-receive'), { direction: 'sendonly' })
    caller.sing(300)
    await until(() => heardOrSaw(caller).length > 0, 'the handler to hear')
    expect(caller.client.received.audio).toEqual([])
  })

  it('answers media that the handler has no part in as inactive', async () => {
    const caller = await call(fileOf('audio', 'send-receive'), { video: true })
    perform(caller, { audio: true, video: true })
    await until(() => caller.loudness(500) > 0.2, 'the sound')
    await until(() => heardOrSaw(caller).length > 0, 'what was heard')
    const kinds = caller.client.pc
      .getTransceivers()
      .map(({ kind, currentDirection }) => [kind, currentDirection])
    expect(kinds).toEqual([
      ['audio', 'sendrecv'],
      ['video', 'inactive'],
    ])
    expect(heardOrSaw(caller)).toEqual(['heard'])
  })

  it('of two media works for a client that has only one of them, and says so', async () => {
    const caller = await call(fileOf('audio-video', 'send-receive'), {})
    await until(() => caller.loudness(500) > 0.2, 'the sound')
    const signals = (await bench.rows(caller.sessionId)).filter(({ kind }) => kind === 'signal')
    expect(signals.map(({ summary }) => summary)).toContain('the client takes no part in video')
  })

  it.each<[string, OfferingClientOptions, RegExp]>([
    [fileOf('audio', 'send-receive'), { audio: false, video: true }, /expects audio, but .* has video/],
    [fileOf('video', 'send-receive'), {}, /expects video, but .* has audio/],
    [fileOf('audio-video', 'receive'), { audio: false }, /expects audio and video, but .* neither/],
    [
      fileOf('audio', 'receive'),
      { direction: 'sendonly' },
      /expects audio in mode "receive", but .* sendonly/,
    ],
    [fileOf('audio', 'send'), { direction: 'recvonly' }, /expects audio in mode "send", but .* recvonly/],
    [fileOf('audio', 'send-receive'), { direction: 'inactive' }, /but the SDP offer has it as inactive/],
    [fileOf('video', 'receive'), { audio: false, video: true, videoCodec: 'h264' }, /no codec .* sends/],
  ])('of %s is refused to a client that offers %o', async (handlerId, options, message) => {
    const client = await createOfferingClient(options)
    toClose.push(client.close)
    const open = bench.engine.request('session.open', { handlerId, offer: client.offer, inputs: {} })
    await expect(open).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    })
  })
})
