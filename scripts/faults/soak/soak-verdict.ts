import type { Vitals } from '../run/process-vitals'
import { risePerMinute } from './trend'

/** The app at rest, with no call. */
export interface RestSample {
  /** ms. */
  readonly at: number
  readonly vitals: Vitals
}

/** The first samples, in which caches fill and pools are made. */
const WARM_UP_SHARE = 0.25
/** MB a minute; more than a heap's breathing over several minutes. */
const MOST_RISE = 4
/** A rise counts when it came to this, MB: short runs say little. */
const LEAST_GROWTH = 80
/** A spare of a pool may be there or not: a process brings some nine descriptors along. */
const SPARE = { threads: 4, descriptors: 12, children: 4 } as const

/** Samples without those of the warm-up; the last two at least, if there are two. */
export function afterWarmUp(samples: readonly RestSample[]): readonly RestSample[] {
  return samples.slice(Math.min(Math.ceil(samples.length * WARM_UP_SHARE), Math.max(0, samples.length - 2)))
}

/** What rises, and by how much a minute: memory in MB, the rest in pieces. */
export function rises(samples: readonly RestSample[]): Vitals {
  const warm = afterWarmUp(samples)
  const of = (name: keyof Vitals) =>
    risePerMinute(warm.map(({ at, vitals }) => ({ at, value: vitals[name] })))
  return {
    mainMb: of('mainMb'),
    allMb: of('allMb'),
    threads: of('threads'),
    descriptors: of('descriptors'),
    children: of('children'),
  }
}

/** A process more or less is a step, and no leak: those that are too many are told apart. */
function sinceLastChild(samples: readonly RestSample[]): readonly RestSample[] {
  const children = samples.at(-1)?.vitals.children
  return samples.slice(samples.findLastIndex(({ vitals }) => vitals.children !== children) + 1)
}

/** What grew although it must not, in sentences. */
export function leaksOf(samples: readonly RestSample[]): string[] {
  const warm = afterWarmUp(samples)
  const first = warm[0]
  const last = warm.at(-1)
  if (!first || !last || first === last) return ['there were not enough samples to judge']
  const minutes = (last.at - first.at) / 60_000
  const rise = { ...rises(samples), allMb: rises(sinceLastChild(samples)).allMb }
  const memory = (['mainMb', 'allMb'] as const)
    .filter((name) => rise[name] > MOST_RISE && rise[name] * minutes > LEAST_GROWTH)
    .map((name) => `memory (${name}) rises by ${rise[name].toFixed(1)} MB a minute`)
  const pieces = (['threads', 'descriptors', 'children'] as const)
    .filter((name) => last.vitals[name] - first.vitals[name] > SPARE[name])
    .map((name) => `${name} went from ${first.vitals[name]} to ${last.vitals[name]}`)
  return [...memory, ...pieces]
}
