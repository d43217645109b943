import { BLOCK_MS } from '../../../contract/media'
import type { QueueReading } from '../../../contract/state'
import type { FrameCounts } from '../hosts/sync-line'
import type { HostTotals } from './host-totals'

/** Pictures on their way to the handler at once; more would only age in the queue. */
export const MAX_PICTURES_IN_FLIGHT = 2
/** Blocks of audio on their way at once: the second that the handler's own queue holds. */
export const MAX_BLOCKS_IN_FLIGHT = 50
/** What the handler's own queues hold. */
const HOST_BLOCKS = 50
const HOST_PICTURES = 2

export interface InputQueues {
  readonly totals: HostTotals
  readonly inFlight: FrameCounts
  /** Not even posted to the handler, since what was posted before is not taken. */
  readonly skipped: { readonly audio: number; readonly video: number }
}

function slow(method: string, each: string): string {
  return `${method} took longer than ${each}`
}

/** What is posted and not taken waits as well: a handler that blocks does not even know of it. */
export function readAudioIn({ totals, inFlight, skipped }: InputQueues): QueueReading {
  const dropped = totals.sum().audioDropped
  return {
    name: 'audio in',
    unit: 'blocks',
    depth: (totals.latest()?.audioWaiting ?? 0) + inFlight.audio,
    limit: HOST_BLOCKS + MAX_BLOCKS_IN_FLIGHT,
    ageMs: Math.round(totals.latest()?.audioWaitingMs ?? 0) + inFlight.audio * BLOCK_MS,
    dropped: dropped + skipped.audio,
    reason:
      skipped.audio > 0
        ? 'a call of the handler kept its thread for more than a second'
        : dropped > 0
          ? slow('receive', `the ${BLOCK_MS} ms that each block lasts`)
          : null,
  }
}

export function readVideoIn({ totals, inFlight, skipped }: InputQueues): QueueReading {
  const dropped = totals.sum().videoDropped + skipped.video
  return {
    name: 'video in',
    unit: 'pictures',
    depth: (totals.latest()?.videoWaiting ?? 0) + inFlight.video,
    limit: HOST_PICTURES + MAX_PICTURES_IN_FLIGHT,
    ageMs: totals.latest()?.videoWaitingMs ?? null,
    dropped,
    reason: dropped > 0 ? slow('videoReceive', 'a picture is shown') : null,
  }
}
