import { setTimeout } from 'node:timers/promises'
import type { Backend } from '../backends/backend'
import type { SoakOptions } from '../options'
import { vitalsAtRest } from '../run/process-vitals'
import { createMix } from './mix'
import { createSeededRandom } from './seeded-random'
import { leaksOf, type RestSample, rises } from './soak-verdict'

export interface SoakReport {
  readonly problems: readonly string[]
  readonly figures: { readonly [name: string]: unknown }
}

/** ms of doing, then ms until everything that ended has gone. */
const CYCLE = 25_000
const REST = 3000
/** Samples that a verdict wants. */
const LEAST_CYCLES = 6

export async function runMix(
  backend: Backend,
  { minutes, seed }: SoakOptions,
  say: (text: string) => void,
): Promise<SoakReport> {
  const mix = createMix(backend, createSeededRandom(seed))
  const samples: RestSample[] = []
  await mix.begin()
  const begun = performance.now()
  const length = minutes * 60_000
  const cycle = Math.min(CYCLE, Math.max(3000, length / LEAST_CYCLES - REST - 2000))
  while (performance.now() - begun < length && backend.isRunning()) {
    await mix.run(cycle)
    await setTimeout(REST)
    if (!backend.isRunning()) break
    samples.push({ at: performance.now() - begun, vitals: await vitalsAtRest(backend.pid()) })
    const now = samples.at(-1)
    say(`${((now?.at ?? 0) / 60_000).toFixed(1)} min: ${JSON.stringify(now?.vitals)}`)
  }
  const problems = [
    ...(backend.isRunning() ? [] : [`the app ended: ${backend.log().slice(-500)}`]),
    ...mix.problems,
    ...leaksOf(samples),
    ...(mix.missing() > 0 ? [`${mix.missing()} messages are not in the journal`] : []),
  ]
  const figures = {
    seed,
    actions: mix.counts,
    risePerMinute: rises(samples),
    missingRows: mix.missing(),
    longestSilenceOfWholeCalls: mix.longestSilence(),
    samples,
  }
  return { problems, figures }
}
