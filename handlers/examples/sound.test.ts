import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'
import { TestHost } from '../host/testing/run-host'
import { makeClip } from '../kit/testing/spoken-clip'

let host: TestHost
afterEach(() => host.close())

async function run(name: string, inputs: Record<string, JsonValue> = {}): Promise<HandlerManifest> {
  host = await TestHost.start()
  const manifest = await host.loadFile(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)))
  await host.begin({ inputs })
  return manifest
}

function sine(hz = 440, rate = 48_000, length = 960): Int16Array<ArrayBuffer> {
  return Int16Array.from({ length }, (_, n) => Math.round(8000 * Math.sin((2 * Math.PI * hz * n) / rate)))
}

/** Sends 20 ms blocks, and no more of them than the handler's queue holds before it has answered. */
async function hear(
  samples: Int16Array,
  rate: number,
  hasAnswered: (blocks: number) => boolean,
): Promise<void> {
  const block = rate / 50
  for (let sent = 0; (sent + 1) * block <= samples.length; ) {
    host.audio(samples.slice(sent * block, (sent + 1) * block), 1, sent)
    sent++
    if (sent % 20 === 0) await host.until(() => hasAnswered(sent), `the answer to ${sent} blocks`)
  }
}

const blocksOut = (): number => host.all('audio').length
const heard = (): number[] => host.all('audio').flatMap(({ samples }) => [...samples])

function levelOf(samples: ArrayLike<number>): number {
  const squares = Array.from(samples, (sample) => sample * sample)
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
}

/** How often it goes from below zero to above, a second. */
function frequencyOf(samples: readonly number[], rate: number): number {
  const crossings = samples.filter((sample, n) => sample >= 0 && (samples[n - 1] ?? 0) < 0)
  return (crossings.length * rate) / samples.length
}

describe('echo', () => {
  it('gives back what was said', async () => {
    expect(await run('echo')).toMatchObject({ title: 'Echo', modality: 'audio' })
    const said = sine(440, 48_000, 9600)
    await hear(said, 48_000, (sent) => blocksOut() === sent)
    await host.until(() => blocksOut() === 10, 'ten blocks')
    expect(heard()).toEqual([...said])
  })
})

describe('gain', () => {
  it('makes it louder by its input and never wraps around', async () => {
    const manifest = await run('gain')
    expect(manifest.inputs).toMatchObject({
      properties: {
        gain: { type: 'number', minimum: 0, maximum: 4, default: 1, description: expect.any(String) },
      },
    })
    host.audio(sine())
    await host.until(() => blocksOut() === 1, 'a block')
    expect(heard()).toEqual([...sine()])
    host.post({ type: 'inputs', values: { gain: 4 } })
    host.audio(new Int16Array(960).fill(2000))
    host.audio(new Int16Array(960).fill(-20_000))
    await host.until(() => blocksOut() === 3, 'two more blocks')
    expect([heard()[960], heard()[1920]]).toEqual([8000, -32_768])
  })
})

describe('tone', () => {
  it('plays without a microphone, at a comfortable level, in real time', async () => {
    expect(await run('tone')).toMatchObject({ mode: 'receive' })
    await host.until(() => blocksOut() >= 25, 'half a second of tone')
    const samples = heard().slice(0, 12_000)
    expect(Math.abs(frequencyOf(samples, 24_000) - 440)).toBeLessThan(5)
    expect(Math.max(...samples)).toBeGreaterThan(6000)
    expect(Math.max(...samples)).toBeLessThan(6600)
    const { counters } = await host.next('counters')
    expect(counters.audioOut).toBeGreaterThanOrEqual(40)
    expect(counters.audioOut).toBeLessThanOrEqual(60)
  })
})

describe('delay', () => {
  it('comes back after the delay, and sooner once that was made shorter', async () => {
    await run('delayed-echo', { delay: 0.4 })
    const block = (n: number): Int16Array<ArrayBuffer> => new Int16Array(960).fill(n)
    for (let n = 1; n <= 30; n++) host.audio(block(n))
    await host.until(() => blocksOut() === 10, 'what was said 0.4 s ago')
    expect(host.all('audio').map(({ samples }) => samples[0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    host.post({ type: 'inputs', values: { delay: 0.1 } })
    for (let n = 31; n <= 33; n++) host.audio(block(n))
    await host.until(() => blocksOut() === 13, 'three more blocks')
    expect(
      host
        .all('audio', 0)
        .slice(10)
        .map(({ samples }) => samples[0]),
    ).toEqual([26, 27, 28])
  })

  it('is a plain echo without a delay', async () => {
    await run('delayed-echo', { delay: 0 })
    host.audio(sine())
    await host.until(() => blocksOut() === 1, 'the block')
    expect(heard()).toEqual([...sine()])
  })
})

describe('noise gate', () => {
  const LATE = 7
  const clip = makeClip([1.2, 'What is the weather like today?', 1.5], { snrInDb: 20 })
  const [spoken] = clip.spoken
  const at = (seconds: number): number => Math.round(seconds * 48_000)

  it('lets every word through as it was, and no noise before or after', async () => {
    await run('noise-gate', { hold: 100, release: 100 })
    // By then the detector has been loaded.
    await host.next('counters')
    await hear(clip.samples, 48_000, (sent) => blocksOut() >= sent - LATE)
    const out = heard()
    const [start, end] = [at(spoken?.start ?? 0), at(spoken?.end ?? 0)]
    expect(out.slice(start, end)).toEqual([...clip.samples.subarray(start, end)])
    expect(levelOf(clip.samples.subarray(0, at(0.8)))).toBeGreaterThan(100)
    expect(levelOf(out.slice(0, at(0.8)))).toBe(0)
    expect(levelOf(out.slice(end + at(0.7), end + at(1)))).toBe(0)
  })

  it('opens and closes without a click', async () => {
    await run('noise-gate', { attack: 20, release: 100 })
    // By then the detector has been loaded.
    await host.next('counters')
    await hear(clip.samples, 48_000, (sent) => blocksOut() >= sent - LATE)
    // Where the sound is loud enough to tell: by how much the gain changes from one sample to the next.
    const gains = heard().map((out, n) => {
      const into = clip.samples[n] ?? 0
      return Math.abs(into) > 500 ? out / into : null
    })
    const steps = gains.map((gain, n) => {
      const before = gains[n - 1] ?? null
      return gain === null || before === null ? 0 : Math.abs(gain - before)
    })
    expect(steps.every((step) => step < 1 / 960 + 2 / 500)).toBe(true)
    expect(gains.some((gain) => gain !== null && gain > 0.3 && gain < 0.7)).toBe(true)
  })
})

describe('voice meter', () => {
  const reports = (): Record<string, number | null>[] =>
    host.all('outputs').map(({ values }) => values[0] as Record<string, number | null>)
  const meter = (samples: Int16Array): Promise<void> =>
    hear(samples, 16_000, (sent) => reports().length === sent / 10)

  it('tells level, peak and pitch of a tone five times a second', async () => {
    expect(await run('voice-meter')).toMatchObject({ mode: 'send', inputSampleRate: 16_000 })
    await meter(sine(220, 16_000, 16_000 * 2))
    expect(reports()).toHaveLength(10)
    for (const { levelDb, peakDb, pitchHz } of reports()) {
      expect(levelDb).toBeCloseTo(-15.3, 0)
      expect(peakDb).toBeCloseTo(-12.2, 0)
      expect(Math.abs((pitchHz ?? 0) - 220)).toBeLessThan(3)
    }
    expect(blocksOut()).toBe(0)
  })

  it('finds the pitch of a voice, and none in silence or noise', async () => {
    await run('voice-meter')
    const { samples, spoken } = makeClip([1, 'We were away a year ago.', 1], { sampleRate: 16_000 })
    let seed = 1
    const noise = Int16Array.from({ length: 16_000 }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
      return (seed / 0x4000_0000 - 1) * 8000
    })
    await meter(Int16Array.of(...noise, ...samples))
    const pitches = reports().map(({ pitchHz }) => pitchHz)
    expect(pitches.slice(0, 9)).toEqual(new Array(9).fill(null))
    const [first, last] = [5 * (1 + (spoken[0]?.start ?? 0)), 5 * (1 + (spoken[0]?.end ?? 0))].map(Math.floor)
    const voiced = pitches.slice(first, last).filter((pitch) => typeof pitch === 'number')
    expect(voiced.length).toBeGreaterThan(4)
    for (const pitch of voiced) expect(Math.abs(pitch - 110)).toBeLessThan(50)
  })
})

describe('melody', () => {
  it('plays its melody once and ends the session by itself', async () => {
    expect(await run('server-tone')).toMatchObject({ kind: 'AudioGenerator', mode: 'receive' })
    expect(await host.next('close-stream')).toMatchObject({ message: null })
    expect(heard()).toHaveLength(8 * 0.3 * 24_000)
    expect(Math.abs(frequencyOf(heard().slice(0, 6000), 24_000) - 523)).toBeLessThan(8)
    expect(Math.max(...heard())).toBeLessThan(7000)
  })
})
