import type { HandlerManifest } from '../../../contract/manifest'
import type { Clock } from '../clock'
import type { Connect } from '../peer'
import { createWebRtcPeer } from '../rtc/peer'
import type { Reach } from '../rtc/reach'

/** A WebRTC client that offers: plain data. */
export interface OfferedClient {
  readonly offer: string
  readonly reach: Reach
  /** False: the client never opens a data channel. */
  readonly hasMessages: boolean
}

export interface OfferToAnswer extends OfferedClient {
  readonly manifest: HandlerManifest
  readonly clock: Clock
}

/** Connects a session to a WebRTC client that offers. `id` tells the session's streams from those of others. */
export function answerOffer({ manifest, ...offered }: OfferToAnswer): (id: string) => Connect {
  const { modality, mode } = manifest
  const media = { audio: modality !== 'video', video: modality !== 'audio' }
  return (id) => (on) => createWebRtcPeer({ ...offered, id, media, mode, on })
}
