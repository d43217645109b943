import { afterEach, describe, expect, it } from 'vitest'
import { readSttPackage } from '../../scripts/assets/stt-package.mjs'
import { audioToInt16 } from '../kit/pcm'
import { makeClip, type Part } from '../kit/testing/spoken-clip'
import { createResampler } from '../kit/vad/resampler'
import { TestHost } from './testing/run-host'
import { talkTo } from './testing/talk-to'

let host: TestHost
afterEach(() => host.close())

/** Answers with the seconds that it heard. */
const handler = (words: string, options = '{}'): string => `
import { AdditionalOutputs, ReplyOnStopWords } from 'soundcheck'
export default new ReplyOnStopWords(function* ([rate, samples]) {
  yield new AdditionalOutputs(samples.length / rate)
  yield [24000, new Int16Array(4800).fill(1000)]
}, ${words}, ${options})
`

async function converse(source: string) {
  host = await TestHost.start()
  const manifest = await host.load(source)
  await host.begin()
  return { manifest, person: talkTo(host) }
}

const say = (...parts: Part[]): Int16Array => makeClip([0.8, ...parts, 1]).samples
/** A person says "go forward ten meters": the recording that the recogniser's package has for its own tests. */
function goForward(): Int16Array {
  const bytes = Uint8Array.from(readSttPackage('pocketsphinx', 'test', 'data', 'goforward.raw'))
  const recorded = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32_768)
  const silence = new Float32Array(16_000)
  const resampler = createResampler(16_000, 48_000)
  return audioToInt16(resampler.push(Float32Array.of(...silence, ...recorded, ...silence)))
}

const seconds = (): number[] => host.all('outputs').map(({ values }) => Number(values[0]))

describe('a handler with stop words', () => {
  it('hears them with the engine that ships, and answers what is said in the same breath, all of it', async () => {
    const { manifest, person } = await converse(handler("['go forward']"))
    expect(manifest).toMatchObject({ kind: 'ReplyOnStopWords', turns: { stopWords: ['go forward'] } })
    await person.say(goForward())
    await person.event('response_starting')
    expect(person.names()).toEqual(['stopword', 'started_talking', 'pause_detected', 'response_starting'])
    expect(person.events()[0]?.detail).toBe('go forward')
    expect(seconds()[0]).toBeGreaterThan(1.5)
    await host.until(() => person.messages().length > 0, 'a message')
    expect(person.messages()[0]).toEqual({ type: 'stopword', data: '' })
  })

  it('says nothing to speech without one', async () => {
    const { person } = await converse(handler("['go forward']"))
    await person.say(say('Please open the door, my dear.', 1.2, 'What is the weather like today?'))
    // Utterances are understood one after the other: when this one was, those before it were.
    await person.say(goForward())
    await person.event('response_starting')
    expect(person.names()).toEqual(['stopword', 'started_talking', 'pause_detected', 'response_starting'])
  })

  const scripted = (texts: readonly string[]): string =>
    `{ stt: (() => { const texts = ${JSON.stringify(texts)}; return { transcribe: async () => texts.shift() ?? '' } })() }`

  it('answers the next utterance after the word alone, and sleeps again after one turn', async () => {
    const { person } = await converse(
      handler("['ok computer']", scripted(['OK, computer!', 'and then', 'nothing'])),
    )
    await person.say(say('Okay computer.'))
    await person.event('stopword')
    expect(person.names()).toEqual(['stopword'])
    await person.say(say('What is the weather like today?'))
    await person.event('response_starting')
    await person.say(say('And tomorrow, perhaps?'))
    expect(person.names()).toEqual(['stopword', 'started_talking', 'pause_detected', 'response_starting'])
  })

  it('is not interrupted by speech without the word, but by the word', async () => {
    const { person } = await converse(
      handler("['computer']", scripted(['computer go', 'just talking', 'computer stop'])),
    )
    await person.say(say('Computer, go on.'))
    await person.event('response_starting')
    await person.say(say('Just talking here.'))
    expect(host.all('clear-queue')).toEqual([])
    await person.say(say('Computer, stop that.'))
    await person.event('interrupted')
    expect(host.all('clear-queue')).toHaveLength(1)
  })

  it('tells what its engine says when it fails, and listens on', async () => {
    const { person } = await converse(
      handler(
        "['computer']",
        "{ stt: (() => { let n = 0; return { transcribe: async () => { if (n++ === 0) throw new Error('no engine'); return 'computer go' } } })() }",
      ),
    )
    await person.say(say('Computer, go on.'))
    expect((await host.next('fault')).error.message).toBe('no engine')
    await person.say(say('Computer, go on.'))
    await person.event('response_starting')
  })

  it.each(['[]', "['']"])('is not made of %s', async (words) => {
    host = await TestHost.start()
    await expect(host.load(handler(words))).rejects.toThrow(/stop word|phrase/i)
  })
})
