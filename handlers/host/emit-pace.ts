import { BLOCK_MS } from '../../contract/media'
import type { Playhead } from './playhead'

/** When an author's `emit` is called again. */
export interface EmitPace {
  /** ms after which it is called although nothing happened. */
  readonly tick: number
  /** Whether there is no room for more now. */
  isFull(): boolean
  /**
   * Whether, after a value, it is called again at once rather than with the next reason.
   *
   * @param hadMedia the value had something to play in it, not outputs alone.
   */
  wantsMore(hadMedia: boolean): boolean
}

/** More than this is never emitted ahead of playback, ms: an endless source would fill the memory. */
const MOST_AHEAD = 60_000
/** A synchronous source is kept this far ahead, ms, so that a late tick is not heard. */
const SYNC_AHEAD = 2 * BLOCK_MS

/** An asynchronous `emit` sets its own pace by what it awaits. */
export function asyncAudioPace(playhead: Playhead, isEngineBehind: () => boolean): EmitPace {
  return { tick: BLOCK_MS, isFull: isFull(playhead, isEngineBehind), wantsMore: () => true }
}

export function syncAudioPace(playhead: Playhead, isEngineBehind: () => boolean): EmitPace {
  return {
    tick: BLOCK_MS,
    isFull: isFull(playhead, isEngineBehind),
    wantsMore: (hadMedia) => hadMedia && playhead.ahead < SYNC_AHEAD,
  }
}

/** @param isEngineBehind too much of what was emitted is not even taken. */
function isFull(playhead: Playhead, isEngineBehind: () => boolean): () => boolean {
  return () => playhead.ahead > MOST_AHEAD || isEngineBehind()
}

/** Pictures are never emitted ahead: one for each that came in, or `fps` a second where none do. */
export function picturePace(fps: number): EmitPace {
  return { tick: 1000 / fps, isFull: () => false, wantsMore: () => false }
}
