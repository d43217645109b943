import { METER_FLOOR_DBFS, toDbfs } from '../media/level'
import type { LevelFeed } from '../media/level-feed'
import type { HeardEvidence } from './evidence'

/** Listens to a level feed: how much came, and how loud the loudest was. */
export interface Heard {
  /** Since it began, or of this turn and the one before. */
  read(): HeardEvidence
  /** Forgets all but what came since it was called before: whoever looks again and again wants the newest. */
  turn(): void
  close(): void
}

const nothing: HeardEvidence = { blocks: 0, loudest: METER_FLOOR_DBFS }

export function createHeard(feed: Pick<LevelFeed, 'subscribe'>): Heard {
  let before = nothing
  let now = nothing
  const stop = feed.subscribe(({ rms }) => {
    now = { blocks: now.blocks + 1, loudest: Math.max(now.loudest, toDbfs(rms)) }
  })
  return {
    read: () => ({
      blocks: before.blocks + now.blocks,
      loudest: Math.max(before.loudest, now.loudest),
    }),
    turn: () => {
      before = now
      now = nothing
    },
    close: stop,
  }
}
