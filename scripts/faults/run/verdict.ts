import type { HostKind } from '../../../contract/host-link'
import type { BackendKind } from '../backends/backend'
import { endings, type Fault } from '../table/fault'
import { LONG_GAP, type WireStats } from '../wire/packet-gaps'
import type { Outcome } from './outcome'

export interface VerdictCase {
  readonly fault: Pick<Fault, 'expect' | 'plan'>
  readonly kind: HostKind
  readonly backend: BackendKind
  /** The neighbour while nothing happened; null = this is that. */
  readonly baseline: WireStats | null
}

/** Of the longest gap without a fault. */
const WORSE = 3
/** Packets that a busy machine's sockets may drop. */
const LOST = 2
/** What the queues, the journal's memory and the heaps may take of a flood, MB. */
const FLOOD_MB = 250
/** From the middle third of a flood to its last, MB; of one that is long enough to tell. */
const RISE_MB = 30
const LONG_FLOOD = 20_000
/** Of the tone that was there before. */
const TONE = 0.9

/** Whether `met` contains `wanted` in this order, with others between. */
export function containsInOrder<T>(met: readonly T[], wanted: readonly T[]): boolean {
  let at = 0
  for (const one of met) if (one === wanted[at]) at += 1
  return at >= wanted.length
}

/**
 * The longest gap that the neighbour may have beside a fault, ms. Just before it counts, too: a machine that has become
 * busy since the baseline is not the fault's doing.
 */
export function gapLimit(baseline: WireStats | null, before: WireStats): number {
  if (!baseline) return Number.POSITIVE_INFINITY
  return Math.max(LONG_GAP, WORSE * baseline.maxGap, WORSE * before.maxGap)
}

function neighbourProblems({ neighbour }: Outcome, baseline: WireStats | null): string[] {
  const { before, during, after } = neighbour
  const limit = gapLimit(baseline, before)
  return [
    ...(during.maxGap > limit ? [`the neighbour had a gap of ${during.maxGap.toFixed(0)} ms`] : []),
    ...(during.lost > LOST + (baseline?.lost ?? 0) ? [`the neighbour lost ${during.lost} packets`] : []),
    ...(after.toneShare < TONE * Math.min(before.toneShare, baseline?.toneShare ?? 1)
      ? ["the neighbour's tone is gone"]
      : []),
  ]
}

function memoryProblems({ memory }: Outcome, { isFlood, lasts = 0 }: Fault['expect']): string[] {
  if (!isFlood || !memory) return []
  const growth = memory.most - memory.before
  return [
    ...(growth > FLOOD_MB ? [`memory grew by ${growth.toFixed(0)} MB`] : []),
    ...(lasts >= LONG_FLOOD && memory.rise > RISE_MB
      ? [`memory still rose by ${memory.rise.toFixed(0)} MB in the last third`]
      : []),
  ]
}

function nextStartProblems({ nextStart }: Outcome, by: Fault['plan']['by']): string[] {
  if (!nextStart) return ['it was not started again']
  const { accident, isInProcess, rows } = nextStart
  const what = by === 'engine end' ? 'engine' : 'app'
  return [
    ...(accident === what ? [] : [`the next start tells of ${accident ?? 'no accident'}`]),
    ...(isInProcess || what === 'engine' ? [] : ['the handler is not in a process after it']),
    ...(rows > 0 ? [] : ['the rows of the session are gone']),
  ]
}

function recoveryProblems({ expect }: VerdictCase['fault'], { recovery }: Outcome): string[] {
  if (recovery === null) return [`not within ${expect.within} ms: ${endings[expect.ending]}`]
  return recovery > expect.within ? [`it took ${recovery.toFixed(0)} ms, not ${expect.within}`] : []
}

/** What was not as it must be; nothing of a good outcome. */
export function problemsOf({ fault, kind, backend, baseline }: VerdictCase, outcome: Outcome): string[] {
  const { expect, plan } = fault
  const wasSignalled = outcome.parentSignalled ? ["a signal left the handler for the app's parent"] : []
  if (expect.ending === 'starts anew')
    return [...nextStartProblems(outcome, plan.by), ...recoveryProblems(fault, outcome)]
  if (outcome.appEnded !== null) {
    const mayEnd = kind === 'thread' && expect.mayEndApp?.includes(backend)
    return mayEnd ? nextStartProblems(outcome, plan.by) : [`the app ended: ${outcome.appEnded}`]
  }
  const { states = [], tells, moves } = expect
  return [
    ...recoveryProblems(fault, outcome),
    ...(containsInOrder(outcome.states, states) ? [] : [`its states were ${outcome.states.join(', ')}`]),
    ...(!tells || outcome.said.some((text) => tells.test(text)) ? [] : [`nobody was told: ${tells}`]),
    ...(kind === 'process' && outcome.isolation === 'thread' && outcome.recovery !== null
      ? ['it did not run in a process']
      : []),
    ...(moves && outcome.isolation !== 'process' ? ['it did not move to a process'] : []),
    ...neighbourProblems(outcome, baseline),
    ...memoryProblems(outcome, expect),
    ...wasSignalled,
  ]
}
