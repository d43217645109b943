import { describe, expect, it } from 'vitest'
import { conversation, voices } from '../testing/conversations'
import { type Judgement, judgeTurns } from '../testing/judge-turns'
import { runTurns } from '../testing/run-turns'

/** Each voice takes its time: `npm run bench -- --only turns` has all of them say everything. */
async function judge(by: readonly string[], snrInDb?: number): Promise<readonly Judgement[]> {
  const judgements: Judgement[] = []
  for (const voice of by) {
    const clip = conversation(voice, snrInDb)
    judgements.push(judgeTurns(clip, await runTurns(clip)))
  }
  return judgements
}

const sum = (
  judgements: readonly Judgement[],
  of: 'spoken' | 'missed' | 'falseStarts' | 'splits' | 'clipped',
): number => judgements.reduce((total, judgement) => total + judgement[of], 0)

function quantile(judgements: readonly Judgement[], share: number): number {
  const delays = judgements.flatMap(({ endDelays }) => endDelays).sort((a, b) => a - b)
  return delays[Math.ceil(share * delays.length) - 1] ?? Number.POSITIVE_INFINITY
}

describe('turn-taking with the default options', () => {
  it('ends a turn within 400 ms (p50), clips no first sound and misses nothing when it is quiet', async () => {
    const found = await judge(voices.slice(0, 3))
    expect(sum(found, 'spoken')).toBe(30)
    expect(quantile(found, 0.5)).toBeLessThanOrEqual(400)
    expect(quantile(found, 0.95)).toBeLessThanOrEqual(600)
    for (const fault of ['missed', 'falseStarts', 'splits', 'clipped'] as const) {
      expect([fault, sum(found, fault)]).toEqual([fault, 0])
    }
  }, 60_000)

  it.each([20, 10])(
    'misses nothing and begins nothing false in noise %i dB below the voice',
    async (snrInDb) => {
      const found = await judge(voices.slice(3, 5), snrInDb)
      expect(quantile(found, 0.5)).toBeLessThanOrEqual(450)
      for (const fault of ['missed', 'falseStarts', 'clipped'] as const) {
        expect([fault, sum(found, fault)]).toEqual([fault, 0])
      }
      expect(sum(found, 'splits')).toBeLessThanOrEqual(1)
    },
    60_000,
  )
})
