import type { Client } from '../../renderer/state/client'
import type { BurstLatencies } from './burst-latency'
import { createBurstRecorder } from './burst-recorder'
import { openBaselineLink, openEngineLink } from './far-ends'
import type { Kind, LinkUse } from './link'
import { createPictureClock, type PictureTimes } from './picture-clock'

/** Which way is measured: through the engine and a handler, or from peer to peer in this page. */
export type Way = { readonly handlerId: string } | 'baseline'

export interface CallTimes {
  readonly audio: BurstLatencies
  /** null in a call without video. */
  readonly video: PictureTimes | null
}

/** A connection with what is sent on it. Who opens it closes it. */
export interface Call {
  /** ms from the start of the offer until it was live. */
  readonly connectTime: number
  /** Latencies of what is sent in the next `seconds`. */
  record(seconds: number): Promise<CallTimes>
  close(): Promise<void>
}

export interface CallOptions {
  readonly client: Client
  readonly way: Way
  readonly kinds: readonly Kind[]
  readonly onText: (text: string) => void
}

export async function openCall({ client, way, kinds, onText }: CallOptions): Promise<Call> {
  const bursts = await createBurstRecorder()
  const pictures = kinds.includes('video') ? createPictureClock() : null
  const stop = async () => {
    pictures?.close()
    await bursts.close()
  }
  const tracks = { audio: bursts.track, ...(pictures ? { video: pictures.track } : {}) }
  const use: LinkUse = { tracks, onText }
  try {
    const link = await (way === 'baseline'
      ? openBaselineLink(use)
      : openEngineLink(client, way.handlerId, use))
    bursts.listenTo(await link.received('audio'))
    if (pictures) pictures.listenTo(await link.received('video'))
    return {
      connectTime: link.connectTime,
      async record(seconds) {
        const [audio, video] = await Promise.all([bursts.record(seconds), pictures?.record(seconds)])
        return { audio, video: video ?? null }
      },
      async close() {
        await link.close()
        await stop()
      },
    }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}
