import { monotonicClock } from '../../clock'
import type { Peer, PeerEvents } from '../../peer'
import { createWebRtcPeer, type WebRtcPeerOptions } from '../peer'

/** Our side of an audio call on this machine, for tests that look at one thing of it: `on` and `more` are what they care about. */
export function answeringPeer(
  offer: string,
  on: Partial<PeerEvents> = {},
  more: Partial<WebRtcPeerOptions> = {},
): Peer {
  return createWebRtcPeer({
    id: 'test',
    clock: monotonicClock,
    offer,
    reach: 'loopback',
    hasMessages: true,
    media: { audio: true, video: false },
    mode: 'send-receive',
    on: {
      stateChanged: () => undefined,
      frame: () => undefined,
      channelOpened: () => undefined,
      keyFrameRequested: () => undefined,
      ...on,
    },
    ...more,
  })
}
