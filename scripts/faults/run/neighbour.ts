import { setTimeout } from 'node:timers/promises'
import type { Backend } from '../backends/backend'
import { type WireStats, wireStats } from '../wire/packet-gaps'
import { openToneCall, type ToneCall } from '../wire/tone-call'

/** The call of somebody who has nothing to do with the fault. */
export const NEIGHBOUR = 'neighbour.ts'
export const neighbourSource = `import { AsyncQueue, AsyncStreamHandler, type AudioFrame, type EmitType, waitForItem } from 'soundcheck'
export default class Neighbour extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()
  async receive(frame: AudioFrame): Promise<void> {
    await this.heard.put(frame)
  }
  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }
}
`

const HZ = 500
/** A call's first second is not yet what it will be. */
const SETTLING = 1500

/** Keeps one call to the neighbour up, over restarts of the app. */
export function createNeighbour(backend: Backend) {
  let call: ToneCall | null = null
  return {
    async open(): Promise<void> {
      await this.close()
      call = await openToneCall(backend, { handlerId: NEIGHBOUR, hz: HZ })
      await setTimeout(SETTLING)
    },
    isOpen: () => call !== null && backend.state().sessions[call.sessionId]?.status === 'live',
    /** ms on the runner's clock. */
    stats(from: number, to: number): WireStats {
      return wireStats(call?.marks.filter(({ at }) => at >= from && at <= to) ?? [], to)
    },
    /** Starts anew; for a long run. */
    forget: () => call?.forgetMarks(),
    async close(): Promise<void> {
      await call?.hangUp()
      call = null
    },
  }
}

export type Neighbour = ReturnType<typeof createNeighbour>
