import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../../../../contract/errors'
import { createSeededRandom } from '../../../../../scripts/faults/soak/seeded-random'
import type { Arena, Attack } from './arena'
import { httpAttacks } from './http-attacks'
import { type LiveCall, openLiveCall } from './live-call'
import { mediaAttacks } from './media-attacks'
import { rawAttacks } from './raw-attacks'
import { socketAttacks } from './socket-attacks'

export const allAttacks: readonly Attack[] = [
  ...httpAttacks,
  ...rawAttacks,
  ...socketAttacks,
  ...mediaAttacks,
]

/** What holds on to a server: how many of each kind there are. */
export type Holdings = { readonly [kind: string]: number }

/** The server under attack, wherever it runs. */
export interface Target {
  /** With handlers `echo` (of few sessions at once, at the root) and `neighbour`. */
  readonly url: string
  /** Ends the session of this client, if there is one. */
  kick(webrtcId: string): Promise<void>
  /** Clients that are in a session now. */
  liveClients(): Promise<readonly string[]>
  /** Sockets, threads and timers. */
  holdings(): Promise<Holdings>
}

export interface FuzzOptions {
  readonly target: Target
  readonly seed: number
  /** ms of attacks. */
  readonly duration: number
  /** ms in which sessions whose client is gone must have ended by themselves; null = they are ended. */
  readonly patience: number | null
  readonly attacks?: readonly Attack[]
}

export interface FuzzResult {
  readonly seed: number
  /** How often each attack was made. */
  readonly counts: { readonly [attack: string]: number }
  /** ms that each took at most, with all that it waited for. */
  readonly slowest: { readonly [attack: string]: number }
  readonly problems: readonly string[]
}

/** Attackers at once. */
const AT_ONCE = 4
const MOST_PROBLEMS = 50
const MOST_OPEN = 100
/** ms in which sockets that were closed are gone, and threads have ended. */
const SETTLING = 15_000
const LOOK = 250
/** A timer more or less is no leak: some run once a second. */
const SLACK: Holdings = { Timeout: 2, Immediate: 1 }

/** Kinds of which there are more than before. */
export function leftOver(before: Holdings, after: Holdings): readonly string[] {
  return Object.entries(after)
    .filter(([kind, count]) => count > (before[kind] ?? 0) + (SLACK[kind] ?? 0))
    .map(([kind, count]) => `${count} x ${kind}, where there were ${before[kind] ?? 0}`)
}

async function waitFor<T>(limit: number, look: () => Promise<T>, isGood: (seen: T) => boolean): Promise<T> {
  const end = performance.now() + limit
  for (;;) {
    const seen = await look()
    if (isGood(seen) || performance.now() > end) return seen
    await sleep(LOOK)
  }
}

/** A first call, so that what is kept for the next one is there. */
async function warmUp({ url, kick, holdings, liveClients }: Target): Promise<Holdings> {
  const call = await openLiveCall(`${url}/neighbour`, 'warm-up')
  await sleep(1000)
  await call.finish()
  await kick('warm-up')
  await waitFor(SETTLING, liveClients, (clients) => clients.length === 0)
  let last = await holdings()
  // At rest: the same twice.
  await waitFor(
    SETTLING,
    async () => {
      const [before, now] = [last, await holdings()]
      last = now
      return [...leftOver(before, now), ...leftOver(now, before)]
    },
    (changes) => changes.length === 0,
  )
  return last
}

function createArena(target: Target, live: LiveCall, seed: number) {
  const open = new Set<{ destroy(): void }>()
  let ids = 0
  return {
    close: () => {
      for (const socket of open) socket.destroy()
    },
    /** Each attacker has random numbers of its own: what one does depends on no other. */
    of: (attacker: number): Arena => ({
      port: Number(new URL(target.url).port),
      random: createSeededRandom(seed * AT_ONCE + attacker),
      offer: live.offer,
      newId() {
        ids += 1
        return `fuzz-${ids}`
      },
      kick: target.kick,
      captured: live.captured,
      sendMedia: live.sendMedia,
      say: live.say,
      keepOpen(socket) {
        open.add(socket)
        const [oldest] = open
        if (open.size <= MOST_OPEN || !oldest) return
        oldest.destroy()
        open.delete(oldest)
      },
    }),
  }
}

/** Attacks the server, and looks that everything that was asked of it is answered, and nothing stays. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { target, seed, duration, patience, attacks = allAttacks } = options
  const problems = new Set<string>()
  const counts: Record<string, number> = {}
  const slowest: Record<string, number> = {}
  const weights = Object.fromEntries(attacks.map(({ name, weight }) => [name, weight]))
  const before = await warmUp(target)
  const live = await openLiveCall(`${target.url}/neighbour`, 'neighbour')
  const arena = createArena(target, live, seed)
  const end = performance.now() + duration

  function note(problem: string | null, attack: string): void {
    if (problem && problems.size < MOST_PROBLEMS) problems.add(`${attack}: ${problem}`)
  }

  async function attacker(index: number): Promise<void> {
    const own = arena.of(index)
    while (performance.now() < end) {
      const name = own.random.choose(weights)
      counts[name] = (counts[name] ?? 0) + 1
      const attack = attacks.find((one) => one.name === name)
      const begun = performance.now()
      note(await (attack?.run(own) ?? Promise.resolve(null)).catch(messageOf), name)
      slowest[name] = Math.max(slowest[name] ?? 0, Math.round(performance.now() - begun))
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => attacker(index)))
  arena.close()
  note(await live.finish(), 'neighbour')
  if (patience === null) for (const client of await target.liveClients()) await target.kick(client)
  const left = await waitFor(patience ?? SETTLING, target.liveClients, (clients) => clients.length === 0)
  if (left.length > 0) note(`sessions that did not end: ${left.join(', ')}`, 'end')
  const held = await waitFor(
    SETTLING,
    async () => leftOver(before, await target.holdings()),
    (one) => one.length === 0,
  )
  if (held.length > 0) note(`left over: ${held.join('; ')}`, 'end')
  return { seed, counts, slowest, problems: [...problems] }
}
