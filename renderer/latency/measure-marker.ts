import type { Call } from '../call/call'
import type { CallStreams } from '../call/call-run'
import type { Ears } from './heard-reporter'
import { findFlash, type SeenLuma, watchLuma } from './luma-watch'

/** Long enough for what was said before to have come back; and for the marker to come. ms */
const LEAD_MS = 1600
const TAIL_MS = 2500
/** So long before the tone nothing may be heard, ms. */
const QUIET_MS = 300
/** -30 dBFS: far above noise, far below the tone. */
const LOUD = 10 ** (-30 / 20)
const US = 1000

/** How long the marker was on its way; `lost`: it did not come back; `busy`: something else was heard; null: it was not sent. */
export type MarkerFound = { readonly ms: number } | 'lost' | 'busy' | null

export interface MarkerResult {
  /** From this window's input to its output. */
  readonly sound: MarkerFound
  /** From when it was drawn until it was expected on the screen. */
  readonly picture: MarkerFound
}

/** @param sentMs when the tone left, ms on the clock of `performance.now()` */
export function findTone(received: Ears['received'], sentMs: number): MarkerFound {
  const [from, at] = [(sentMs - QUIET_MS) * US, sentMs * US]
  if (received.firstLoud(from, at, LOUD) !== null) return 'busy'
  const heard = received.firstLoud(at, at + TAIL_MS * US, LOUD)
  return heard === null ? 'lost' : { ms: heard / US - sentMs }
}

export function findPicture(seen: readonly SeenLuma[], flashedMs: number): MarkerFound {
  const shown = findFlash(seen, flashedMs)
  return shown === null ? 'lost' : { ms: shown - flashedMs }
}

/** Sends a tone and a flash through the call, and says how long each took to come back. */
export async function measureMarker(
  call: Pick<Call, 'sendMarker'>,
  ears: Ears,
  { receivedVideo }: Pick<CallStreams, 'receivedVideo'>,
): Promise<MarkerResult> {
  const watch = receivedVideo && watchLuma(receivedVideo)
  try {
    const { soundMs, pictureMs } = await call.sendMarker({ leadMs: LEAD_MS, tailMs: TAIL_MS })
    return {
      sound: soundMs === null ? null : findTone(ears.received, soundMs),
      picture: pictureMs === null ? null : findPicture(watch?.seen ?? [], pictureMs),
    }
  } finally {
    watch?.close()
  }
}
