import type { HeardTurn } from '../../contract/turn-latency'
import type { Call } from '../call/call'
import { roundTripOf } from '../peer/round-trip'
import { heldBack, readBuffered } from './buffered'

export type Buffered = ReturnType<typeof readBuffered>

/** What only this window's end of a call knows, ms. */
export type EndDelays = Omit<HeardTurn, 'fromMs' | 'toMs'>

/** @param before what had left the jitter buffer at the beginning of the time that is looked at */
export async function readEndDelays(
  call: Pick<Call, 'stats' | 'local'>,
  before: Buffered,
): Promise<{ readonly delays: EndDelays; readonly buffered: Buffered }> {
  const stats = await call.stats()
  const buffered = readBuffered(stats)
  const local = call.local()
  // Browsers have it, the library of types does not.
  const settings = local?.track('audio')?.getSettings() as { readonly latency?: number } | undefined
  const delays = {
    captureMs: (settings?.latency ?? 0) * 1000,
    playoutMs: (local?.context.outputLatency || 0) * 1000,
    bufferMs: heldBack(before, buffered),
    rttMs: (stats && roundTripOf(stats)) ?? 0,
  }
  return { delays, buffered }
}
