import type { LookedAt, Walk } from './chain'
import type { Medium } from './links/link'

/** What is seen at one moment of a call. */
export interface WatchReading {
  /** ms */
  readonly at: number
  /** Something is under way that stops links for a while: the call begins or ends, a handler starts, is swapped or has trouble of its own. */
  readonly isDisturbed: boolean
  readonly walks: readonly Walk[]
  /** Whether the handler's answers have followed what it is given all the time: only then is it wrong that they stop. */
  readonly isEcho: { readonly [M in Medium]: boolean }
}

/** A link that worked and died. */
export interface DeadLink extends LookedAt {
  readonly medium: Medium
}

/** Sees links that worked and died. Quiet about those that never worked: nobody relies on them. */
export interface LinkWatch {
  /** The first link of a path that has been dead for longer than {@link DEAD_FOR_MS}; null = none. */
  push(reading: WatchReading): DeadLink | null
}

/** How long a link is called dead, which it is after two seconds of standstill, before that is told, ms. */
export const DEAD_FOR_MS = 1000

/** Of these somebody else tells: the call, of a microphone or camera that was disconnected or is silent. */
const toldElsewhere = ['permission', 'device', 'track']

function isWatched({ link, finding }: LookedAt): boolean {
  if (toldElsewhere.includes(link.id)) return false
  return link.id !== 'level' || finding.verdict === 'ok' || finding.actions.includes('resume-sound')
}

export function createLinkWatch(): LinkWatch {
  const worked = new Set<string>()
  const deadSince = new Map<string, number>()

  /** Whether this link is dead for so long that it is to be told. */
  function isOverdue(key: string, looked: LookedAt, at: number, isEcho: boolean): boolean {
    const { verdict } = looked.finding
    if (verdict === 'ok' && (looked.link.id !== 'answered' || isEcho)) worked.add(key)
    if (verdict === 'unknown') return false
    if (verdict !== 'dead' || !worked.has(key) || !isWatched(looked)) {
      deadSince.delete(key)
      return false
    }
    const since = deadSince.get(key) ?? at
    deadSince.set(key, since)
    return at - since >= DEAD_FOR_MS
  }

  return {
    push: ({ at, isDisturbed, walks, isEcho }) => {
      if (isDisturbed) {
        worked.clear()
        deadSince.clear()
        return null
      }
      const overdue: DeadLink[] = []
      for (const { medium, links } of walks)
        for (const looked of links)
          if (isOverdue(`${medium} ${looked.link.id}`, looked, at, isEcho[medium]))
            overdue.push({ ...looked, medium })
      return overdue[0] ?? null
    },
  }
}
