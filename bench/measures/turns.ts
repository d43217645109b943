import { conversation, voices } from '../../handlers/kit/testing/conversations'
import { type Judgement, judgeTurns } from '../../handlers/kit/testing/judge-turns'
import { runTurns } from '../../handlers/kit/testing/run-turns'
import { chunkedTurns } from '../fastrtc-turns'
import { distributionOf, type Figure, type Measured } from '../figure'
import type { Measure } from './measure'

/** Noise below the voice, dB; undefined = none. */
const noises = [undefined, 20, 10] as const
/** ms after its end in which a turn is still about what was said. */
const REACH = 1500

interface Heard {
  readonly judgement: Judgement
  /** FastRTC's delays from the end of what was said to the end of the turn, ms. */
  readonly chunked: readonly number[]
}

async function hear(voice: string, snrInDb: number | undefined): Promise<Heard> {
  const clip = conversation(voice, snrInDb)
  const turns = await chunkedTurns(clip)
  const chunked = clip.spoken.flatMap(({ end }) => {
    const turn = turns.find(({ endedAt }) => endedAt >= end * 1000 && endedAt <= end * 1000 + REACH)
    return turn ? [turn.endedAt - end * 1000] : []
  })
  return { judgement: judgeTurns(clip, await runTurns(clip)), chunked }
}

const count = (value: number, of: number): Measured => ({ max: value, count: of })

function figuresOf(heard: readonly Heard[], snrInDb: number | undefined): Figure[] {
  const where = snrInDb === undefined ? 'quiet' : `noise -${snrInDb} dB`
  const all = heard.map(({ judgement }) => judgement)
  const spoken = all.reduce((sum, judgement) => sum + judgement.spoken, 0)
  const total = (of: 'missed' | 'falseStarts' | 'splits' | 'clipped') =>
    all.reduce((sum, judgement) => sum + judgement[of], 0)
  const plain = (name: string, value: number): Figure => ({
    name: `turns, ${where}: ${name}`,
    unit: 'n',
    measured: count(value, spoken),
    baseline: null,
    target: snrInDb === undefined ? { of: 'max', above: 'zero', limit: 0 } : null,
  })
  return [
    {
      name: `turns, ${where}: end of speech to end of turn`,
      unit: 'ms',
      measured: distributionOf(all.flatMap(({ endDelays }) => endDelays)),
      baseline: distributionOf(heard.flatMap(({ chunked }) => chunked)),
      target: snrInDb === undefined ? { of: 'p50', above: 'zero', limit: 400 } : null,
    },
    {
      name: `turns, ${where}: first sound to start of turn`,
      unit: 'ms',
      measured: distributionOf(all.flatMap(({ startDelays }) => startDelays)),
      baseline: null,
      target: null,
    },
    plain('missed', total('missed')),
    plain('false starts', total('falseStarts')),
    plain('cut in two', total('splits')),
    plain('first sound lost', total('clipped')),
  ]
}

/** Sixty sentences of six voices; the baseline is FastRTC's algorithm with its defaults, on the same clips. */
export const turns: Measure = {
  name: 'turns',
  inApp: false,
  async run() {
    const figures: Figure[] = []
    for (const snrInDb of noises) {
      const heard: Heard[] = []
      for (const voice of voices) heard.push(await hear(voice, snrInDb))
      figures.push(...figuresOf(heard, snrInDb))
    }
    return figures
  },
}
