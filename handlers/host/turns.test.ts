import { afterEach, describe, expect, it } from 'vitest'
import { type Clip, makeClip } from '../kit/testing/spoken-clip'
import { TestHost } from './testing/run-host'
import { talkTo } from './testing/talk-to'

let host: TestHost
afterEach(() => host.close())

const question = (): Clip => makeClip([0.8, 'What is the weather like today?', 1])
const twoTurns = (): Clip => makeClip([0.8, 'What is the weather like?', 1.2, 'And in London, please?', 1])

/** A handler that answers with the length of what it heard, and a tone. */
const answer = (options = '{}', body = ''): string => `
import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'
export default new ReplyOnPause(function* ([rate, samples]) {
  ${body}
  yield new AdditionalOutputs(rate, samples.length)
  yield [24000, new Int16Array(4800).fill(1000)]
  yield [24000, new Int16Array(4800).fill(1000)]
}, ${options})
`

async function converse(source: string, more: Parameters<TestHost['begin']>[0] = {}) {
  host = await TestHost.start()
  const manifest = await host.load(source)
  await host.begin(more)
  return { manifest, person: talkTo(host) }
}

/** Seconds of the utterances that the reply function was given. */
const heardSeconds = (): number[] =>
  host.all('outputs').map(({ values: [rate, count] }) => Number(count) / Number(rate))

describe('a handler that replies on a pause', () => {
  it('answers with what was said, its first sound and its last included', async () => {
    const { manifest, person } = await converse(answer())
    expect(manifest).toMatchObject({
      kind: 'ReplyOnPause',
      modality: 'audio',
      mode: 'send-receive',
      turns: { typedText: false, pushToTalk: null, stopWords: [] },
    })
    const clip = question()
    await person.say(clip.samples)
    await host.until(() => host.all('audio').length === 2, 'the reply')
    const [spoken] = clip.spoken
    const said = (spoken?.end ?? 0) - (spoken?.start ?? 0)
    expect(heardSeconds()[0]).toBeGreaterThan(said + 0.25)
    expect(heardSeconds()[0]).toBeLessThan(said + 1)
  })

  it('tells of each step on the session clock, and the client by FastRTC messages', async () => {
    const { person } = await converse(answer())
    await person.say(question().samples)
    await person.event('response_starting')
    await host.until(() => host.all('audio').length === 2, 'the reply')
    expect(person.names()).toEqual(['started_talking', 'pause_detected', 'response_starting'])
    person.play()
    await host.until(() => person.messages().length === 4, 'four messages')
    const [started, paused, replied, finished] = person.events()
    expect(started?.soundAt).toBeLessThan(started?.at ?? 0)
    expect(paused?.soundAt).toBeLessThan(paused?.at ?? 0)
    expect(replied?.at).toBeLessThanOrEqual(finished?.at ?? 0)
    expect(person.messages()).toEqual([
      { type: 'log', data: 'started_talking' },
      { type: 'log', data: 'pause_detected' },
      { type: 'log', data: 'response_starting' },
      { type: 'log', data: 'response_finished' },
    ])
  })

  it('cuts the reply off when the person speaks, and answers all of what they say then', async () => {
    const { person } = await converse(answer())
    const clip = twoTurns()
    await person.say(clip.samples)
    await host.until(() => heardSeconds().length === 2, 'two replies')
    expect(person.names().slice(0, 6)).toEqual([
      'started_talking',
      'pause_detected',
      'response_starting',
      'interrupted',
      'started_talking',
      'pause_detected',
    ])
    expect(host.all('clear-queue')).toHaveLength(1)
    const [, second] = clip.spoken
    expect(heardSeconds()[1]).toBeGreaterThan((second?.end ?? 0) - (second?.start ?? 0))
  })

  it('protects a reply until it was played where it cannot be interrupted', async () => {
    const { person } = await converse(answer('{ canInterrupt: false }'))
    await person.say(twoTurns().samples)
    expect(person.names()).toEqual(['started_talking', 'pause_detected', 'response_starting'])
    expect(host.all('clear-queue')).toEqual([])
    person.play()
    await person.event('response_finished')
    await person.say(question().samples)
    await person.event('response_starting', 1)
  })

  it('lets the reply go on until the pause where that is wanted', async () => {
    const { person } = await converse(answer("{ interruptOn: 'pause' }"))
    await person.say(twoTurns().samples)
    await person.event('response_starting', 1)
    expect(person.names().slice(3)).toEqual([
      'started_talking',
      'interrupted',
      'pause_detected',
      'response_starting',
    ])
  })

  it('keeps its overrides in every session', async () => {
    const { person } = await converse(`
      import { ReplyOnPause } from 'soundcheck'
      export default class Hasty extends ReplyOnPause {
        constructor() { super(function* () { yield [24000, new Int16Array(480).fill(9)] }) }
        determinePause(audio, rate, state) {
          if (audio.length !== rate * 0.032) throw new Error('got ' + audio.length)
          return state.duration > 700
        }
      }`)
    await person.say(question().samples)
    await person.event('response_starting')
    expect(host.all('fault')).toEqual([])
    const [started, paused] = person.events()
    expect((paused?.at ?? 0) - (started?.at ?? 0)).toBeLessThan(700)
  })

  it('takes another model than Silero', async () => {
    const { person } = await converse(`
      import { ReplyOnPause } from 'soundcheck'
      const loud = {
        sampleRate: 16000, windowSize: 512,
        open: () => ({ reset() {}, probability: async (w) => (w.some((x) => Math.abs(x) > 0.3) ? 1 : 0) }),
      }
      export default new ReplyOnPause(function* () { yield [24000, new Int16Array(480).fill(9)] }, { model: loud })`)
    const noise = Int16Array.from({ length: 48_000 }, (_, n) => (n % 96 < 48 ? 12_000 : -12_000))
    await person.say(Int16Array.of(...noise, ...new Int16Array(48_000)))
    await person.event('response_starting')
  })
})

describe('a reply function', () => {
  it('may be asynchronous, and its wait for something else ends with a barge-in', async () => {
    const { person } = await converse(`
      import { ReplyOnPause } from 'soundcheck'
      let n = 0
      export default new ReplyOnPause(async function* () {
        n++
        yield [24000, new Int16Array(480).fill(n)]
        if (n > 1) return
        await new Promise((resolve) => this.turnSignal.addEventListener('abort', resolve))
        console.log('aborted')
        yield [24000, new Int16Array(480).fill(99)]
      })`)
    await person.say(twoTurns().samples)
    await person.event('response_starting', 1)
    expect(host.all('console').map(({ text }) => text)).toEqual(['aborted'])
    expect(host.all('audio').map(({ samples }) => samples[0])).toEqual([1, 2])
  })

  it('that fails is told of with its line, and the next turn is answered', async () => {
    const { person } = await converse(
      answer('{}', "if (!globalThis.seen) { globalThis.seen = true; throw new Error('no weather') }"),
    )
    await person.say(twoTurns().samples)
    await host.until(() => host.all('audio').length === 2, 'the second reply')
    const [fault] = host.all('fault')
    expect(fault).toMatchObject({ method: 'emit', error: { message: 'no weather', position: { line: 4 } } })
    expect(person.messages()).toContainEqual(expect.objectContaining({ type: 'error', data: 'no weather' }))
  })

  it.each([
    ['function () { return [24000, new Int16Array(480)] }', /returned Array, not a generator.*function\*/],
    ['async function () { }', /returned Promise, not a generator/],
    ["function* () { yield 'hello' }", /The reply of test-handler gave the string "hello"; expected/],
    [
      'function* () { yield [24000, new Float64Array(480)] }',
      /The reply of test-handler gave audio whose samples are a Float64Array/,
    ],
  ])('that is %s is explained, and the session lives on', async (fn, message) => {
    const { person } = await converse(
      `import { ReplyOnPause } from 'soundcheck'\nexport default new ReplyOnPause(${fn})`,
    )
    await person.say(question().samples)
    const { error } = await host.next('fault')
    expect(`${error.message} ${error.hint}`).toMatch(message)
    await person.say(question().samples)
    await person.event('pause_detected', 1)
  })

  it.each([
    ['{ preRollMs: -1 }', /preRollMs is -1; expected a number/],
    ['{ algoOptions: { speechThreshold: 1 } }', /speechThreshold \(1 s\) is not below audioChunkDuration/],
    ['{ modelOptions: { treshold: 1 } }', /treshold is no option; expected threshold/],
    ["{ interruptOn: 'never' }", /interruptOn is never; expected 'start' or 'pause'/],
  ])('with the option %s does not load, and it is said why', async (options, message) => {
    host = await TestHost.start()
    await expect(host.load(answer(options))).rejects.toThrow(message)
  })
})

describe('a turn without speech', () => {
  it('is taken by hand, with what was said so far or with nothing', async () => {
    const { person } = await converse(answer())
    host.post({ type: 'trigger', text: null })
    await person.event('response_starting')
    expect(heardSeconds()).toEqual([0])
  })

  it('is taken with a typed text where the handler takes one', async () => {
    const { manifest, person } = await converse(`
      import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'
      export default new ReplyOnPause(function* (data, ...inputs) {
        yield new AdditionalOutputs(data.textbox, data.audio[1].length, data.webrtcId, inputs)
      }, { variant: 'textbox' })`)
    expect(manifest.turns).toMatchObject({ typedText: true })
    host.post({ type: 'trigger', text: 'hello' })
    await person.event('response_finished')
    expect(host.all('outputs')[0]?.values).toEqual(['hello', 0, 'test-session', []])
  })

  it('is as long as the talk button is held', async () => {
    const { manifest, person } = await converse(`
      import { AdditionalOutputs, pushToTalk, ReplyOnPause, z } from 'soundcheck'
      export const stream = { inputs: z.object({ voice: z.string().default('amy'), talk: pushToTalk() }) }
      export default new ReplyOnPause(function* ([rate, samples], voice, talk) {
        yield new AdditionalOutputs(rate, samples.length, voice, talk)
      })`)
    expect(manifest.turns).toMatchObject({ pushToTalk: 'talk' })
    const block = (): Int16Array<ArrayBuffer> => new Int16Array(960).fill(3)
    const received = (): number =>
      host.all('counters').reduce((sum, { counters }) => sum + (counters.calls.receive?.count ?? 0), 0)
    for (let n = 0; n < 30; n++) host.audio(block())
    await host.until(() => received() === 30, '30 blocks received')
    host.post({ type: 'inputs', values: { talk: true } })
    await person.event('started_talking')
    for (let n = 0; n < 40; n++) host.audio(block())
    await host.until(() => received() === 70, '70 blocks received')
    host.post({ type: 'inputs', values: { talk: false } })
    await person.event('response_finished')
    const [outputs] = host.all('outputs')
    expect(outputs?.values).toEqual([48_000, 40 * 960 + 14_400, 'amy', false])
  })

  it('is a greeting where there is a startup function', async () => {
    const { person } = await converse(
      answer('{ startupFn: function* () { yield [24000, new Int16Array(480).fill(7)] } }'),
    )
    await host.until(() => host.all('audio').length === 1, 'the greeting')
    person.play()
    await person.event('response_finished')
    expect(person.names()).toEqual(['response_starting', 'response_finished'])
  })
})

describe('the inputs of a reply', () => {
  const twoParameters = `
    import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'
    export default new ReplyOnPause(function* (audio, voice) { yield new AdditionalOutputs(voice) })`

  it('are asked for in each turn where the file does not declare them', async () => {
    const { person } = await converse(twoParameters)
    await person.say(question().samples)
    await host.next('message', ({ text }) => text.includes('send_input'))
    expect(person.names()).toEqual(['started_talking', 'pause_detected'])
    host.post({ type: 'inputs', values: { voice: 'amy' } })
    await person.event('response_finished')
    await person.say(question().samples)
    await host.until(
      () => host.all('message').filter(({ text }) => text.includes('send_input')).length === 2,
      'a second request',
    )
    host.post({ type: 'inputs', values: { voice: 'bob' } })
    await person.event('response_finished', 1)
    expect(host.all('outputs').map(({ values }) => values)).toEqual([['amy'], ['bob']])
  })

  it('are not waited for on the telephone, where a turn passes its outputs on to the next', async () => {
    const { person } = await converse(
      `
      import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'
      export default new ReplyOnPause(function* (audio, history) {
        yield new AdditionalOutputs((history ?? '') + 'x')
      })`,
      { phoneMode: true },
    )
    await person.say(question().samples)
    await person.event('response_finished')
    await person.say(question().samples)
    await person.event('response_finished', 1)
    expect(host.all('outputs').map(({ values }) => values)).toEqual([['x'], ['xx']])
  })
})
