import { describe, expect, it } from 'vitest'
import { sttAssets } from '../../../scripts/assets/stt-assets.mjs'
import { readSttPackage } from '../../../scripts/assets/stt-package.mjs'
import type { AudioFrame } from '../frames'
import { audioFromBytes } from '../wav'
import { createPocketSphinx } from './pocket-sphinx'
import { createStopWordMatcher } from './stop-words'

const made = new Map<string, Uint8Array>()
const reads: string[] = []

function readAsset(name: string): Uint8Array {
  reads.push(name)
  const bytes = made.get(name) ?? sttAssets.find((asset) => asset.name === name)?.make()
  if (!bytes) throw new Error(`no asset ${name}`)
  made.set(name, bytes)
  return bytes
}

/** People's voices: "go forward ten meters", and sentences of a novel read aloud. */
const recordings = ['pocketsphinx', 'test', 'data'] as const

function forward(): AudioFrame {
  const bytes = Uint8Array.from(readSttPackage(...recordings, 'goforward.raw'))
  return [16_000, new Int16Array(bytes.buffer, 0, bytes.length >> 1)]
}

function novel(number: string): AudioFrame {
  const name = `sense_and_sensibility_01_austen_64kb-${number}.wav`
  const [sampleRate, samples] = audioFromBytes(readSttPackage(...recordings, 'librivox', name))
  return [sampleRate, samples]
}

function tripled([sampleRate, samples]: AudioFrame): AudioFrame {
  const at = (n: number): number => {
    const [before = 0, after = 0] = [samples[Math.floor(n)], samples[Math.floor(n) + 1]]
    return before + (after - before) * (n % 1)
  }
  return [3 * sampleRate, Int16Array.from({ length: 3 * samples.length }, (_, n) => at(n / 3))]
}

// Its work is a fifth of the audio's length, and more where the processors are shared.
describe('the recogniser that ships', { timeout: 60_000 }, () => {
  const stt = createPocketSphinx({ readAsset })

  it('loads nothing before it is used', () => {
    expect(reads).toEqual([])
  })

  it('hears a stop phrase in what a person says, and what comes after it', async () => {
    const text = await stt.transcribe(forward(), { phrases: ['Go, forward!', 'computer'] })
    expect(createStopWordMatcher(['go forward'])(text)).toMatchObject({ phrase: 'go forward' })
    expect(text).toMatch(/^go forward \w+/)
  })

  it('leaves the errors of the process alone', () => {
    expect(process.listeners('uncaughtException').map(String).join()).not.toContain('ExitStatus')
    expect(process.listeners('unhandledRejection').map(String).join()).not.toContain('"exit"')
  })

  it('hears it at another sample rate too', async () => {
    expect(await stt.transcribe(tripled(forward()), { phrases: ['forward'] })).toContain('forward')
  })

  it('hears no stop word in speech without one', async () => {
    const phrases = ['hey computer', 'jarvis', 'ok google', 'forward', 'good morning']
    for (const number of ['0880', '0930']) {
      const text = await stt.transcribe(novel(number), { phrases })
      expect(text.split(' ').length).toBeGreaterThan(3)
      expect(createStopWordMatcher(phrases)(text)).toBeNull()
    }
  })

  it('hears nothing in silence, also where it is digital, and needs no audio', async () => {
    const phrases = ['stop']
    expect(await stt.transcribe([16_000, new Int16Array(32_000)], { phrases })).not.toContain('stop')
    expect(await stt.transcribe([16_000, new Int16Array()], { phrases })).toBe('')
    expect(await stt.transcribe([16_000, new Int16Array(10)])).toBe('')
  })

  it('stands any samples there are', async () => {
    const square = Int16Array.from({ length: 16_000 }, (_, n) => (n % 40 < 20 ? 32_767 : -32_768))
    expect(await stt.transcribe([16_000, square], { phrases: ['stop'] })).not.toContain('stop')
  })

  it('takes calls that are made at once one after the other', async () => {
    const texts = await Promise.all([
      stt.transcribe(forward(), { phrases: ['forward'] }),
      stt.transcribe(novel('0880'), { phrases: ['forward'] }),
      stt.transcribe(forward(), { phrases: ['go forward'] }),
    ])
    const heard = texts.map((text) => createStopWordMatcher(['forward', 'go forward'])(text)?.phrase)
    expect(heard).toEqual(['go forward', undefined, 'go forward'])
  })

  it('says which word it cannot pronounce, and goes on after it', async () => {
    const wrong = stt.transcribe(forward(), { phrases: ['zyxgloop'] })
    await expect(wrong).rejects.toMatchObject({
      code: 'handler',
      message: expect.stringContaining('"zyxgloop"'),
    })
    expect(await stt.transcribe(forward(), { phrases: ['forward'] })).toContain('forward')
  })

  it('takes the author’s pronunciations', async () => {
    const own = createPocketSphinx({ readAsset, pronunciations: { Zyxgloop: 'F AO R W ER D' } })
    expect(await own.transcribe(forward(), { phrases: ['zyxgloop'] })).toContain('zyxgloop')
  })

  it('says so when it runs outside of a host', async () => {
    await expect(createPocketSphinx().prepare?.()).rejects.toMatchObject({ code: 'unavailable' })
  })
})
