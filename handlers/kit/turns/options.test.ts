import { describe, expect, it } from 'vitest'
import { runTurns, type TurnsRun } from '../testing/run-turns'
import type { Clip } from '../testing/spoken-clip'
import type { VadModel } from '../vad/vad-model'
import type { ReplyOnPauseOptions } from './reply-on-pause'

/** Takes the sound's level for the probability of speech: then a clip can say exactly what is heard when. */
const levelModel: VadModel = {
  sampleRate: 16_000,
  windowSize: 512,
  open: () => ({
    reset: () => undefined,
    probability: (window) => window.reduce((sum, sample) => sum + Math.abs(sample), 0) / window.length,
  }),
}

/** Stretches of a probability, in seconds. */
type Score = readonly (readonly [probability: number, seconds: number])[]

function clipOf(score: Score): Clip {
  const samples = score.flatMap(([probability, seconds]) =>
    Array.from({ length: seconds * 16_000 }, () => Math.min(32_767, probability * 32_768)),
  )
  return { sampleRate: 16_000, samples: Int16Array.from(samples), spoken: [] }
}

const run = (score: Score, options: ReplyOnPauseOptions = {}): Promise<TurnsRun> =>
  runTurns(clipOf(score), { model: levelModel, ...options })

const at = ({ events }: TurnsRun, name: string, nth = 0): number =>
  events.filter((event) => event.name === name)[nth]?.at ?? Number.NaN

const started = (result: TurnsRun, nth = 0): number => at(result, 'started_talking', nth)
const paused = (result: TurnsRun, nth = 0): number => at(result, 'pause_detected', nth)
const count = ({ events }: TurnsRun, name: string): number =>
  events.filter((event) => event.name === name).length
const seconds = ({ utterances }: TurnsRun, nth = 0): number => (utterances[nth]?.length ?? 0) / 16_000

/** One second of speech that begins at 1 s. */
const word: Score = [
  [0, 1],
  [1, 1],
  [0, 3],
]

describe('with the defaults', () => {
  it('a turn begins 250 to 320 ms after the first sound and ends 270 to 360 ms after the last', async () => {
    const result = await run(word)
    expect(started(result)).toBeGreaterThanOrEqual(1250)
    expect(started(result)).toBeLessThanOrEqual(1320)
    expect(paused(result)).toBeGreaterThanOrEqual(2270)
    expect(paused(result)).toBeLessThanOrEqual(2360)
  })

  it('the utterance has 300 ms of what was before it', async () => {
    const [utterance] = (await run(word)).utterances
    const first = (utterance ?? []).findIndex((sample) => sample > 0)
    expect(first / 16).toBeGreaterThan(270)
    expect(first / 16).toBeLessThan(340)
  })
})

describe('audioChunkDuration', () => {
  it('makes the end of a turn wait longer, so that a hesitation does not end it', async () => {
    const hesitant: Score = [
      [0, 1],
      [1, 0.6],
      [0, 0.5],
      [1, 0.6],
      [0, 4],
    ]
    expect(count(await run(hesitant), 'pause_detected')).toBe(2)
    expect(count(await run(hesitant, { algoOptions: { audioChunkDuration: 1.2 } }), 'pause_detected')).toBe(1)
  })
})

describe('startedTalkingThreshold', () => {
  it('makes a turn begin later', async () => {
    const late = await run(word, { algoOptions: { startedTalkingThreshold: 0.55 } })
    expect(started(late)).toBeGreaterThan(started(await run(word)) + 50)
  })
})

describe('speechThreshold', () => {
  it('makes a turn end earlier', async () => {
    const early = await run(word, { algoOptions: { speechThreshold: 0.3 } })
    expect(paused(early)).toBeLessThan(paused(await run(word)) - 60)
  })
})

describe('maxContinuousSpeechS', () => {
  it('ends a turn although the person speaks on', async () => {
    const talk: Score = [
      [0, 1],
      [1, 6],
      [0, 2],
    ]
    const cut = await run(talk, { algoOptions: { maxContinuousSpeechS: 2 } })
    expect(count(cut, 'pause_detected')).toBeGreaterThanOrEqual(3)
    expect(seconds(cut)).toBeCloseTo(2, 1)
    expect(count(await run(talk), 'pause_detected')).toBe(1)
  })
})

describe('threshold', () => {
  it('is the probability from which on it is speech', async () => {
    const murmur: Score = [
      [0, 1],
      [0.6, 1],
      [0, 2],
    ]
    expect(count(await run(murmur), 'started_talking')).toBe(1)
    expect(count(await run(murmur, { modelOptions: { threshold: 0.7 } }), 'started_talking')).toBe(0)
  })

  it('ends speech only 0.15 below it', async () => {
    const sinking: Score = [
      [0, 1],
      [0.9, 1],
      [0.4, 2],
      [0, 2],
    ]
    expect(paused(await run(sinking))).toBeGreaterThan(4000)
    expect(paused(await run(sinking, { modelOptions: { threshold: 0.6 } }))).toBeLessThan(2500)
  })
})

describe('minSpeechDurationMs', () => {
  it('keeps coughs from being turns', async () => {
    const cough: Score = [
      [0, 1],
      [1, 0.15],
      [0, 3],
    ]
    expect(count(await run(cough), 'started_talking')).toBe(0)
    expect(count(await run(cough, { modelOptions: { minSpeechDurationMs: 100 } }), 'started_talking')).toBe(1)
  })
})

describe('maxSpeechDurationS', () => {
  it('lets the next short gap end a turn that is too long', async () => {
    const talk: Score = [
      [0, 1],
      [1, 1],
      [0, 0.16],
      [1, 2],
      [0, 0.16],
      [1, 1],
      [0, 2],
    ]
    const cut = await run(talk, { modelOptions: { maxSpeechDurationS: 2, windowSizeSamples: 512 } })
    expect(count(cut, 'pause_detected')).toBe(2)
    expect(paused(cut)).toBeGreaterThan(4250)
    expect(paused(cut)).toBeLessThan(4350)
    expect(count(await run(talk), 'pause_detected')).toBe(1)
  })
})

describe('minSilenceDurationMs', () => {
  it('joins a hesitant beginning to what follows, so that it is not lost', async () => {
    const hesitant: Score = [
      [0, 1],
      [1, 0.1],
      [0, 0.9],
      [1, 1],
      [0, 3],
    ]
    expect(seconds(await run(hesitant))).toBeGreaterThan(2.3)
    expect(seconds(await run(hesitant, { modelOptions: { minSilenceDurationMs: 500 } }))).toBeLessThan(2)
  })
})

describe('windowSizeSamples', () => {
  it('averages single windows away', async () => {
    const crackling: Score = Array.from(
      { length: 30 },
      () =>
        [
          [1, 0.032],
          [0, 0.096],
        ] as const,
    ).flat()
    const quick = { minSpeechDurationMs: 0, windowSizeSamples: 512 }
    const options = { algoOptions: { startedTalkingThreshold: 0.1 } }
    expect(
      count(await run(crackling, { ...options, modelOptions: quick }), 'started_talking'),
    ).toBeGreaterThan(0)
    const calm = { ...quick, windowSizeSamples: 2048 }
    expect(count(await run(crackling, { ...options, modelOptions: calm }), 'started_talking')).toBe(0)
  })
})

describe('speechPadMs', () => {
  it('is how much stays after the last speech', async () => {
    const tight = await run(word, { modelOptions: { speechPadMs: 0 } })
    expect(seconds(await run(word)) - seconds(tight)).toBeGreaterThan(0.2)
  })
})

describe('preRollMs', () => {
  it('is how much stays before the first speech', async () => {
    const none = await run(word, { preRollMs: 0 })
    expect(seconds(await run(word)) - seconds(none)).toBeCloseTo(0.3, 2)
  })
})
