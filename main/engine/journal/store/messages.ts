import type { Reply, WireError } from '../../../../contract/errors'
import type { JournalFilter } from '../../../../contract/journal'
import type { StatsRange } from '../../../../contract/stats'
import type { TimelineRange } from '../../../../contract/timeline'
import type { SessionEnd, SessionHead } from '../session-head'
import type { StoreLimits } from './row-store'
import type { RowBatch } from './session-rows'

/** What the thread of the store is started with. */
export interface StoreStart {
  readonly dir: string | null
  readonly limits: StoreLimits
  readonly needed: readonly string[]
}

/** What can be asked of the store. */
export type StoreQuestion =
  | { readonly what: 'heads' | 'usage' }
  /** A session's folder was put there by somebody else. */
  | { readonly what: 'adopt'; readonly sessionId: string }
  | {
      readonly what: 'page'
      readonly sessionId: string
      readonly filter: JournalFilter
      readonly offset: number
      readonly limit: number
    }
  | { readonly what: 'detail' | 'bytes'; readonly sessionId: string; readonly n: number }
  | { readonly what: 'range'; readonly sessionId: string; readonly fromUs: number; readonly toUs: number }
  | { readonly what: 'stats'; readonly sessionId: string; readonly range: StatsRange }
  | { readonly what: 'timeline'; readonly sessionId: string; readonly range: TimelineRange }
  | {
      readonly what: 'clear' | 'streams' | 'types' | 'budget' | 'turns' | 'paths'
      readonly sessionId: string
    }

/** Engine -> store. */
export type ToStore =
  | { readonly type: 'open'; readonly head: SessionHead }
  | { readonly type: 'rows'; readonly sessionId: string; readonly batch: RowBatch }
  | { readonly type: 'end'; readonly sessionId: string; readonly end: SessionEnd }
  | { readonly type: 'ask'; readonly id: number; readonly question: StoreQuestion }
  | { readonly type: 'limits'; readonly limits: StoreLimits }
  | { readonly type: 'stop' }

/** Store -> engine. */
export type FromStore =
  /** A batch is where it belongs; `dropped` = rows of the session that are no longer kept. */
  | { readonly type: 'taken'; readonly sessionId: string; readonly size: number; readonly dropped: number }
  | { readonly type: 'failed'; readonly sessionId: string | null; readonly error: WireError }
  | { readonly type: 'pruned'; readonly sessionIds: readonly string[] }
  | { readonly type: 'answer'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly type: 'stopped' }
