import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Backend } from '../backends/backend'
import { vitalsAtRest } from '../run/process-vitals'
import { waitFor } from '../run/wait-for'
import { quantileOf, silencesOf, wireStats } from '../wire/packet-gaps'
import { createPinger } from '../wire/pinger'
import { openToneCall } from '../wire/tone-call'
import type { SoakReport } from './run-mix'
import { soakSource } from './soak-handler'

const HANDLER = 'swapped.ts'
const LIMIT = 20_000
/** Swaps before what the app holds is first looked at: pools and caches are made then. */
const WARM_UP = 20
/** The tone may be gone for this long, ms. */
const MOST_SILENCE = 40
const MOST_PIECES = 4
/** MB in all, and for each hundred swaps. */
const MOST_GROWTH = 60
const GROWTH_PER_100 = 6

/** Which save was the last before `at`, and how long ago, ms. */
function afterSave(savedAt: readonly number[], at: number): { swap: number; later: number } {
  const swap = savedAt.findLastIndex((saved) => saved <= at)
  return { swap, later: Math.round(at - (savedAt[swap] ?? at)) }
}

/** `count` versions of one handler, saved one after the other during one call, `pause` ms after each has answered. */
export async function runSwaps(
  backend: Backend,
  { count, pause }: { readonly count: number; readonly pause: number },
  say: (text: string) => void,
): Promise<SoakReport> {
  const save = (version: number) =>
    writeFileSync(path.join(backend.handlers, HANDLER), soakSource('good', version))
  save(0)
  if (!(await waitFor(LIMIT, () => backend.state().handlers[HANDLER]?.status === 'ready')))
    throw new Error('the handler did not become ready')
  const call = await openToneCall(backend, { handlerId: HANDLER, hz: 1000 })
  const pinger = createPinger(call)
  const times: number[] = []
  const savedAt: number[] = []
  const problems: string[] = []

  async function swapTo(version: number): Promise<void> {
    const saved = performance.now()
    savedAt.push(saved)
    save(version)
    const spoke = await waitFor(LIMIT, () => pinger.pongs.findLast((pong) => pong.version === version))
    if (!spoke) throw new Error(`version ${version} did not answer within ${LIMIT} ms`)
    times.push(spoke.at - saved)
  }

  try {
    const warmUp = Math.min(WARM_UP, count)
    for (let n = 1; n <= warmUp; n += 1) await swapTo(n)
    const before = await vitalsAtRest(backend.pid())
    for (let n = warmUp + 1; n <= count; n += 1) {
      await swapTo(n)
      await setTimeout(pause)
      if (n % 100 === 0) say(`${n} swaps`)
    }
    const after = await vitalsAtRest(backend.pid())
    const wire = wireStats(call.marks.slice(100))
    const growth = Math.max(MOST_GROWTH, ((count - warmUp) / 100) * GROWTH_PER_100)
    if (after.mainMb - before.mainMb > growth)
      problems.push(`memory grew by ${(after.mainMb - before.mainMb).toFixed(0)} MB`)
    for (const name of ['threads', 'descriptors', 'children'] as const)
      if (after[name] - before[name] > MOST_PIECES)
        problems.push(`${name} went from ${before[name]} to ${after[name]}`)
    if (wire.maxSilence > MOST_SILENCE) problems.push(`the tone was gone for ${wire.maxSilence} ms`)
    const savedToAnswer = {
      p50: quantileOf(times, 0.5),
      p99: quantileOf(times, 0.99),
      max: quantileOf(times, 1),
    }
    const silences = silencesOf(call.marks.slice(100))
      .filter(({ ms }) => ms > MOST_SILENCE)
      .map(({ at, ms }) => ({ ms, ...afterSave(savedAt, at) }))
    const engine = await backend.request('engine.metrics', {})
    return { problems, figures: { swaps: count, before, after, wire, savedToAnswer, silences, engine } }
  } finally {
    pinger.close()
    await call.hangUp()
  }
}
