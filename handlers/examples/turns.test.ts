import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'
import { TestHost } from '../host/testing/run-host'
import { talkTo } from '../host/testing/talk-to'
import { makeClip } from '../kit/testing/spoken-clip'

let host: TestHost
afterEach(() => host.close())

interface Start {
  readonly inputs?: Record<string, JsonValue>
  readonly phoneMode?: boolean
}

async function converse(name: string, start: Start = {}) {
  host = await TestHost.start()
  const manifest: HandlerManifest = await host.loadFile(
    fileURLToPath(new URL(`./${name}.ts`, import.meta.url)),
  )
  await host.begin(start)
  return { manifest, person: talkTo(host, manifest.inputSampleRate) }
}

const QUESTION = 'What is the weather like today?'
const question = (sampleRate = 48_000) => makeClip([0.8, QUESTION, 1.2], { sampleRate })
const outputs = () => host.all('outputs').map(({ values }) => values[0])
const blocks = () => host.all('audio')
const secondsOf = ({ samples, sampleRate }: { samples: Int16Array; sampleRate: number }): number =>
  samples.length / sampleRate

/** Whether these samples are, one after the other, in what was said. */
function isPartOf(samples: Int16Array, said: Int16Array): boolean {
  const bytes = (of: Int16Array) => Buffer.from(of.buffer, of.byteOffset, of.byteLength)
  return samples.length > 0 && bytes(said).includes(bytes(samples))
}

function frequencyOf(samples: Int16Array, rate: number): number {
  const crossings = samples.filter((sample, n) => sample >= 0 && (samples[n - 1] ?? 0) < 0)
  return (crossings.length * rate) / samples.length
}

describe('parrot', () => {
  it('says back the sentence that it heard, and tells how long it was', async () => {
    const { person, manifest } = await converse('parrot')
    expect(manifest).toMatchObject({ kind: 'ReplyOnPause', title: 'Parrot' })
    const { samples, spoken } = question()
    await person.say(samples)
    await host.until(() => blocks().length === 1, 'the sentence')
    const [said] = blocks()
    if (!said) throw new Error('nothing')
    expect(isPartOf(said.samples, samples)).toBe(true)
    expect(secondsOf(said)).toBeGreaterThan((spoken[0]?.end ?? 0) - (spoken[0]?.start ?? 0))
    expect(outputs()).toEqual([{ heard: Math.round(100 * secondsOf(said)) / 100, unit: 's' }])
  })
})

describe('storyteller', () => {
  it('greets, tells its story a word at a time, and can be interrupted in both', async () => {
    const { person } = await converse('storyteller')
    await person.event('response_starting')
    expect(outputs()).toEqual(['Hello. Shall I tell you a story?'])
    await person.say(question().samples)
    expect(person.names().slice(0, 3)).toEqual(['response_starting', 'interrupted', 'started_talking'])
    await person.event('response_starting', 1)
    expect(outputs()[1]).toBe('Once upon a time a machine was made that could not stop talking.')
    await host.until(() => blocks().length > 8, 'some words')
    await person.say(question().samples)
    await person.event('interrupted', 1)
    await host.until(() => host.all('console').length === 2, 'a note of each interruption')
    for (const { text } of host.all('console')) expect(text).toMatch(/^Interrupted after \d+\.\d s$/)
    expect(host.all('clear-queue')).toHaveLength(2)
    expect(host.all('fault')).toEqual([])
  })

  it('speaks about as fast as it is heard, at a comfortable level', async () => {
    await converse('storyteller')
    const begun = performance.now()
    await host.until(() => blocks().length === 7, 'the greeting')
    const made = blocks().reduce((sum, block) => sum + secondsOf(block), 0)
    const waited = (performance.now() - begun) / 1000
    expect(made - waited).toBeLessThan(1.2)
    const samples = blocks().flatMap((block) => [...block.samples])
    const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0)
    const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
    expect(peak).toBeLessThan(32_767)
    expect(20 * Math.log10(level / 32_768)).toBeGreaterThan(-26)
    expect(20 * Math.log10(level / 32_768)).toBeLessThan(-12)
  })
})

describe('phone greeting', () => {
  it.each([true, false])(
    'greets, repeats three turns and hangs up (on the telephone: %s)',
    async (phoneMode) => {
      const { person, manifest } = await converse('phone-greeting', { phoneMode })
      expect(manifest).toMatchObject({ inputSampleRate: 8000, outputSampleRate: 8000 })
      await host.until(() => blocks().length === 2, 'the greeting')
      const clip = question(8000)
      for (let turn = 1; turn <= 3; turn++) {
        person.play()
        await person.event('response_finished', turn - 1)
        const before = blocks().length
        await person.say(clip.samples)
        await host.until(() => blocks().length >= before + (turn < 3 ? 2 : 3), 'the reply')
        const [beeps, said] = blocks().slice(before)
        expect(beeps && secondsOf(beeps)).toBeCloseTo(0.2 * turn)
        expect(isPartOf(said?.samples ?? new Int16Array(), clip.samples)).toBe(true)
        if (turn < 3) expect(host.all('close-stream')).toEqual([])
      }
      expect(await host.next('close-stream')).toMatchObject({ message: 'Goodbye' })
      expect(outputs().map((history) => (Array.isArray(history) ? history.length : null))).toEqual([1, 2, 3])
      expect(host.all('fault')).toEqual([])
    },
  )
})

describe('push to talk', () => {
  it('returns what was said while the button was held, and a beep', async () => {
    const { person, manifest } = await converse('push-to-talk', { inputs: { beep: 600 } })
    expect(manifest.turns).toMatchObject({ pushToTalk: 'talk' })
    const received = (): number =>
      host.all('counters').reduce((sum, { counters }) => sum + (counters.calls.receive?.count ?? 0), 0)
    host.post({ type: 'inputs', values: { talk: true } })
    await person.event('started_talking')
    for (let n = 0; n < 40; n++) host.audio(new Int16Array(960).fill(1000 + n))
    await host.until(() => received() === 40, '40 blocks received')
    expect(blocks()).toEqual([])
    host.post({ type: 'inputs', values: { talk: false } })
    await host.until(() => blocks().length === 2, 'the reply')
    const [said, beep] = blocks()
    expect(said?.samples.length).toBe(40 * 960)
    expect([said?.samples[0], said?.samples.at(-1)]).toEqual([1000, 1039])
    expect(Math.abs(frequencyOf(beep?.samples ?? new Int16Array(1), 48_000) - 600)).toBeLessThan(10)
    expect(outputs()).toEqual([{ held: 0.8, unit: 's' }])
  })
})

describe('typed or spoken', () => {
  it('plays a note for each letter that was typed', async () => {
    const { person, manifest } = await converse('typed-or-spoken')
    expect(manifest.turns).toMatchObject({ typedText: true })
    host.post({ type: 'trigger', text: 'Fa b' })
    await host.until(() => blocks().length === 4, 'four notes')
    expect(outputs()).toEqual([{ typed: 'Fa b' }])
    const [f, a, rest, b] = blocks().map(({ samples }) => Math.round(frequencyOf(samples, 24_000)))
    expect(rest).toBe(0)
    expect(Math.abs((a ?? 0) - 220)).toBeLessThan(10)
    expect((b ?? 0) > (a ?? 0) && (f ?? 0) > (b ?? 0)).toBe(true)
    person.play()
    await person.event('response_finished')
  })

  it('says back what was spoken', async () => {
    const { person } = await converse('typed-or-spoken')
    const { samples } = question()
    await person.say(samples)
    await host.until(() => blocks().length === 1, 'the sentence')
    const [said] = blocks()
    if (!said) throw new Error('nothing')
    expect(isPartOf(said.samples, samples)).toBe(true)
    expect(outputs()).toEqual([{ spoken: Math.round(10 * secondsOf(said)) / 10, unit: 's' }])
  })
})

describe('wake word', () => {
  const hints = () => outputs() as { state: string }[]

  it('sleeps until it hears its word, chimes for what is said with it, and sleeps again', async () => {
    const { person, manifest } = await converse('wake-word')
    expect(manifest).toMatchObject({ kind: 'ReplyOnStopWords', turns: { stopWords: ['computer'] } })
    const { samples } = makeClip([0.8, QUESTION, 1.5, 'Computer, what time is it?', 1.5], {
      sampleRate: 16_000,
    })
    // What it hears is understood in order: with the second answer it is sure that nothing between was answered.
    for (const answers of [1, 2]) {
      await person.say(samples)
      await host.until(() => hints().length === 1 + answers, 'the answer')
      person.play()
      await person.event('response_finished', answers)
    }
    expect(hints().map(({ state }) => state)).toEqual(['asleep', 'answered', 'answered'])
    expect(blocks().map(secondsOf)).toEqual([0.9, 0.9])
    expect(person.names().filter((name) => name === 'stopword')).toHaveLength(2)
    expect(host.all('fault')).toEqual([])
  })
})
