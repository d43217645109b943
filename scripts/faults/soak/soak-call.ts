import { setTimeout } from 'node:timers/promises'
import type { Backend } from '../backends/backend'
import { waitFor } from '../run/wait-for'
import { wireStats } from '../wire/packet-gaps'
import { openToneCall } from '../wire/tone-call'
import type { SoakFault } from './soak-handler'

const HZ = 1000
const JOURNAL_LIMIT = 3000
const EVERY = 250

/** A call of the soak, which counts what it says and hears. */
export async function openSoakCall(backend: Backend, handlerId: string) {
  const call = await openToneCall(backend, { handlerId, hz: HZ })
  let sent = 0
  let isFaulty = false
  const say = (text: string) => {
    if (call.send(text)) sent += 1
  }
  const timer = setInterval(() => say('{"type":"ping","n":0}'), EVERY)

  async function journalled(direction: 'in' | 'out'): Promise<number> {
    const filter = { text: '', kinds: ['message' as const], directions: [direction] }
    const { sessionId } = call
    for (;;) {
      const page = await backend.request('journal.query', { sessionId, filter, offset: 0, limit: 0 })
      if (page.complete) return page.matched
    }
  }

  async function countMissing(): Promise<number> {
    const [heard, said] = [await journalled('in'), await journalled('out')]
    return Math.max(0, sent - heard) + Math.max(0, call.textsCame() - said)
  }

  return {
    sessionId: call.sessionId,
    handlerId,
    /** It has had its fault: one that ends an instance is enough for a call. */
    isFaulty: () => isFaulty,
    fail(what: SoakFault): void {
      isFaulty = true
      say(JSON.stringify({ type: 'go', what }))
    },
    burst(count: number): void {
      for (let n = 0; n < count; n += 1) say('{"type":"noise"}')
    },
    stats: () => wireStats(call.marks),
    /** Messages that went over the wire and are not in the journal. */
    async missingRows(): Promise<number> {
      clearInterval(timer)
      let missing = await countMissing()
      const end = performance.now() + JOURNAL_LIMIT
      while (missing > 0 && performance.now() < end) {
        await setTimeout(100)
        missing = await countMissing()
      }
      return missing
    },
    /** Resolves when its session has ended, or when it should have. */
    async hangUp(): Promise<void> {
      clearInterval(timer)
      await call.hangUp()
      await waitFor(JOURNAL_LIMIT, () =>
        ['closed', 'failed', undefined].includes(backend.state().sessions[call.sessionId]?.status),
      )
    },
  }
}

export type SoakCall = Awaited<ReturnType<typeof openSoakCall>>
