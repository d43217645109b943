import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { messageOf } from '../../../contract/errors'
import type { Backend } from '../backends/backend'
import { waitFor } from '../run/wait-for'
import type { SeededRandom } from './seeded-random'
import { openSoakCall, type SoakCall } from './soak-call'
import { type SoakVersion, soakFaults, soakSource } from './soak-handler'

const HANDLERS = ['soak-a.ts', 'soak-b.ts', 'soak-c.ts']
const MOST_CALLS = 3
const READY_LIMIT = 20_000

const weights = {
  connect: 4,
  hangUp: 2,
  save: 5,
  saveBroken: 1,
  saveBad: 1,
  goBack: 1,
  fail: 1,
  burst: 3,
  talk: 4,
}
type Action = keyof typeof weights

/** What people do with the app, at random. */
export function createMix(backend: Backend, random: SeededRandom) {
  const calls: SoakCall[] = []
  const problems: string[] = []
  const counts: { [action in Action]?: number } = {}
  let version = 0
  let missing = 0
  let longestSilence = 0

  function save(id: string, kind: SoakVersion): void {
    version += 1
    writeFileSync(path.join(backend.handlers, id), soakSource(kind, version))
  }

  async function hangUp(call: SoakCall): Promise<void> {
    calls.splice(calls.indexOf(call), 1)
    const entry = backend.state().sessions[call.sessionId]
    if (entry?.status !== 'live') problems.push(`a call ended by itself: ${entry?.reason ?? 'unknown'}`)
    else missing += await call.missingRows()
    if (!call.isFaulty()) longestSilence = Math.max(longestSilence, call.stats().maxSilence)
    await call.hangUp()
  }

  async function goBack(id: string): Promise<void> {
    const entry = backend.state().handlers[id]
    const others = entry?.versions.filter(({ version, rejected }) => !rejected && version !== entry.version)
    if (others && others.length > 0)
      await backend.request('handler.useVersion', { handlerId: id, version: random.pick(others).version })
  }

  async function connect(id: string): Promise<void> {
    if (calls.length < MOST_CALLS && (backend.state().handlers[id]?.version ?? 0) > 0)
      calls.push(await openSoakCall(backend, id))
  }

  const actions: { readonly [action in Action]: () => unknown } = {
    connect: () => connect(random.pick(HANDLERS)),
    hangUp: () => calls.length > 0 && hangUp(random.pick(calls)),
    save: () => save(random.pick(HANDLERS), 'good'),
    saveBroken: () => save(random.pick(HANDLERS), 'broken'),
    saveBad: () => save(random.pick(HANDLERS), 'bad'),
    goBack: () => goBack(random.pick(HANDLERS)),
    fail() {
      const whole = calls.filter((call) => !call.isFaulty())
      if (whole.length > 0) random.pick(whole).fail(random.pick(soakFaults))
    },
    burst: () => calls.length > 0 && random.pick(calls).burst(random.whole(10, 200)),
    talk: () => setTimeout(random.whole(200, 1500)),
  }

  return {
    problems: problems as readonly string[],
    counts,
    missing: () => missing,
    longestSilence: () => longestSilence,
    async begin(): Promise<void> {
      for (const id of HANDLERS) save(id, 'good')
      const ready = await waitFor(READY_LIMIT, () =>
        HANDLERS.every((id) => backend.state().handlers[id]?.status === 'ready'),
      )
      if (!ready) throw new Error('the handlers of the soak did not become ready')
    },
    /** Acts for `length` ms, then ends all calls. */
    async run(length: number): Promise<void> {
      const end = performance.now() + length
      while (performance.now() < end && backend.isRunning()) {
        const action = random.choose(weights)
        counts[action] = (counts[action] ?? 0) + 1
        try {
          await actions[action]()
        } catch (thrown) {
          problems.push(`${action}: ${messageOf(thrown)}`)
        }
        await setTimeout(random.whole(50, 400))
      }
      for (const id of HANDLERS) save(id, 'good')
      for (const call of [...calls]) await hangUp(call)
    },
  }
}

export type Mix = ReturnType<typeof createMix>
